/* Fetch and draw what the page wants: a chart in sight at once, one near the window when idle; a
   table or a definition when it is opened. A chart that changes is drawn over the one before. */
if (!window.milestonesCharts) {
    window.milestonesCharts = true;
    const { plotly } = document.currentScript.dataset;
    const NEAR_PX = 250, AGAIN_MS = 5000, FORGET_MS = 10000, KEPT_CHARTS = 60;
    const asked = new WeakMap(), plots = new Map(), opened = new Set(), kept = new Map();
    const shown = new WeakMap(), led = new WeakSet();
    let library, forgetting;

    /* The theme is asked for when it may have changed: to ask costs the styles of the whole page. */
    let theme, app;
    const readTheme = () => {
        const scheme = app ? getComputedStyle(app).colorScheme : "normal";
        const isDark = scheme === "normal" ? matchMedia("(prefers-color-scheme: dark)").matches
            : scheme.includes("dark");
        theme = isDark ? "dark" : "light";
    };
    const dressed = new MutationObserver(() => { readTheme(); look(); });
    function findApp() {
        if (app?.isConnected) return;
        app = document.querySelector(".stApp");
        dressed.disconnect();
        if (app) dressed.observe(app, { attributeFilter: ["class"] });
        readTheme();
    }
    const load = () => library ??= new Promise((done, failed) => {
        const script = document.createElement("script");
        Object.assign(script, { src: plotly, onload: () => done(window.Plotly), onerror: () => {
            library = undefined;
            failed(new TypeError(plotly));
        } });
        document.head.append(script);
    });
    const say = (place, text) => {
        plots.delete(place.dataset.name);
        place.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
    };

    async function part(from) {
        const answer = await fetch(from);
        if (!answer.ok) throw new Error(await answer.text());
        return answer;
    }
    async function chart(from) {
        const spec = kept.get(from) ?? await (await part(from)).text();
        kept.delete(from);
        kept.set(from, spec);
        if (kept.size > KEPT_CHARTS) kept.delete(kept.keys().next().value);
        return spec;
    }
    function draw(place, spec) {
        const name = place.dataset.name;
        if (!plots.has(name)) plots.set(name, document.createElement("div"));
        const plot = plots.get(name);
        if (plot.parentNode !== place) place.replaceChildren(plot);
        place.dataset.drawn = "";
        if (shown.get(plot) === spec) return;
        shown.set(plot, spec);
        const { data, layout, config } = JSON.parse(spec);
        window.Plotly.react(plot, data, layout, config);
        if (!led.has(plot)) {
            led.add(plot);
            plot.on("plotly_click", ({ points: [{ customdata }] }) => follow(plot, customdata));
        }
    }
    /* A mark that stands for a province leads to it, as a link would. */
    function follow(plot, code) {
        const { to } = plot.parentNode?.dataset ?? {};
        if (!to || !code) return;
        const link = Object.assign(document.createElement("a"), { href: to + code, className: "way" });
        plot.append(link);
        link.click();
        link.remove();
    }
    async function show(place) {
        const from = asked.get(place);
        const isWanted = () => place.isConnected && asked.get(place) === from;
        try {
            const [spec] = await Promise.all([chart(from), load()]);
            if (isWanted()) draw(place, spec);
        } catch (failure) {
            if (!isWanted()) return;
            const isAway = failure instanceof TypeError;
            say(place, isAway ? place.dataset.failed : failure.message);
            if (isAway) setTimeout(() => { asked.delete(place); look(); }, AGAIN_MS);
        }
    }
    const sight = new IntersectionObserver(seen => {
        for (const { target, isIntersecting } of seen) {
            if (!isIntersecting) continue;
            sight.unobserve(target);
            whenIdle(() => show(target));
        }
    }, { rootMargin: `${NEAR_PX}px` });
    const whenIdle = window.requestIdleCallback ?? setTimeout;
    const isSeen = place => {
        const { top, bottom, width } = place.getBoundingClientRect();
        return width && innerHeight > top && bottom > 0;
    };

    async function open(part_) {
        const { from, name } = part_.dataset;
        if (part_.matches(".as-table"))
            part_.closest(".tools").parentNode.querySelector(".chart")?.classList
                .toggle("behind", part_.open);
        if (!part_.open) { opened.delete(name); return; }
        opened.add(name);
        if (part_.ariaBusy || part_.dataset.loaded) return;
        part_.ariaBusy = "true";
        try {
            part_.insertAdjacentHTML("beforeend", await (await part(from)).text());
            part_.dataset.loaded = "1";
        } catch (failure) {
            part_.open = false;
        }
        part_.ariaBusy = null;
    }
    addEventListener("toggle", event => event.target.matches?.("details[data-from]")
        && open(event.target), true);

    /* What was written into the page shows until the first run has shown all of its own. */
    function stage() {
        const first = document.getElementById("first-view");
        if (!first || !document.querySelector("#root :is(.foot, .notice)")) return first ?? document;
        first.remove();
        return document;
    }
    function look() {
        findApp();
        for (const place of stage().querySelectorAll(".chart[data-from]")) {
            const from = `${place.dataset.from}&theme=${theme}`;
            if (asked.get(place) === from) continue;
            asked.set(place, from);
            const before = plots.get(place.dataset.name);
            if (before && before.parentNode !== place) place.replaceChildren(before);
            sight.unobserve(place);
            if (isSeen(place)) show(place);
            else sight.observe(place);
        }
        for (const part_ of document.querySelectorAll("details[data-from]:not([open])"))
            if (opened.has(part_.dataset.name) && !asked.has(part_)) {
                asked.set(part_, "");
                part_.open = true;
            }
        clearTimeout(forgetting);
        forgetting = setTimeout(forget, FORGET_MS);
    }
    function forget() {
        for (const [name, plot] of plots) if (!plot.isConnected) {
            window.Plotly.purge(plot);
            plots.delete(name);
        }
    }
    /* On paper every chart is drawn, and as wide as its place there. */
    function fetchNow(place) {
        const request = new XMLHttpRequest();
        request.open("GET", asked.get(place), false);
        request.send();
        if (request.status === 200) draw(place, request.responseText);
    }
    function prepare() {
        look();
        for (const place of stage().querySelectorAll(".chart[data-from]")) {
            if (!("drawn" in place.dataset) && window.Plotly) fetchNow(place);
            const box = place.querySelector(".svg-container");
            if (!box) continue;
            const { offsetWidth, offsetHeight } = box;
            box.style.aspectRatio = `${offsetWidth} / ${offsetHeight}`;
            for (const drawing of box.querySelectorAll(".main-svg"))
                drawing.setAttribute("viewBox", `0 0 ${offsetWidth} ${offsetHeight}`);
        }
    }
    addEventListener("beforeprint", prepare);
    addEventListener("afterprint", () => {
        for (const drawing of document.querySelectorAll(".chart .main-svg"))
            drawing.removeAttribute("viewBox");
    });
    const isOfChart = ({ target }) => target.closest?.(".chart");
    new MutationObserver(changes => changes.every(isOfChart) || look())
        .observe(document.documentElement, { childList: true, subtree: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(() => {
        readTheme();
        look();
    }, 300));
    load().catch(() => {});
    look();
}
