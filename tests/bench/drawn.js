/* Say since when all in sight has been as it is, and when the first number was there: milliseconds
   since the page began to load, or since the click after `bench.begin()`. What a reader sees of the
   texts and charts is compared in each frame in which it changed; a time is that of the frame after,
   when the change has been painted. A canvas is not looked into. */
(() => {
    const { numbers, texts, charts } = window.benchPlaces;
    const CHARTS = 2;
    const bench = window.bench = { since: 0, number: null, changed: 0, redrawn: false, cost: 0 };
    const touched = new Set(), drawings = new WeakMap();
    let before = [], isAsked = false;

    const inSight = node => {
        const box = node.getBoundingClientRect();
        return box.width && box.height && box.bottom > 0 && box.top < innerHeight;
    };
    const seen = selector => [...document.querySelectorAll(selector)].filter(inSight);
    const painted = record => requestAnimationFrame(() => record(performance.now()));

    function drawing(chart) {
        if (touched.has(chart) || !drawings.has(chart))
            drawings.set(chart, [...chart.querySelectorAll(".main-svg")].map(svg => svg.innerHTML).join());
        return drawings.get(chart);
    }
    function look() {
        isAsked = false;
        const began = performance.now();
        if (bench.number === null && seen(numbers).some(node => /\d/.test(node.textContent)))
            painted(now => bench.number ??= now);
        const now = [seen(texts).map(node => node.textContent).join("|"), ...seen(charts).map(drawing)];
        touched.clear();
        const isNew = now.length !== before.length || now.some((each, at) => each !== before[at]);
        const isRedrawn = now.some((each, at) => at && each !== before[at]);
        before = now;
        if (isNew) painted(at => { bench.changed = at; bench.redrawn ||= isRedrawn; });
        bench.cost += performance.now() - began;
    }
    new MutationObserver(records => {
        let chart = null;
        for (const { target } of records) {
            if (chart?.contains(target)) continue;
            chart = (target.closest ? target : target.parentElement)?.closest(charts);
            if (chart) touched.add(chart);
        }
        if (isAsked) return;
        isAsked = true;
        requestAnimationFrame(look);
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

    bench.begin = () => {
        Object.assign(bench, { since: null, redrawn: false, changed: 0, cost: 0 });
        addEventListener("click", click => bench.since ??= click.timeStamp, { capture: true, once: true });
    };
    /* The times once all has stood still for so many milliseconds, else nothing. */
    bench.settled = quiet => {
        const those = seen(charts);
        const isDrawn = those.length >= CHARTS && those.every(each => each.querySelector(".main-svg"))
            && bench.number !== null && bench.redrawn;
        if (!isDrawn || performance.now() - bench.changed < quiet) return null;
        return { number: bench.number, drawn: bench.changed - bench.since, cost: bench.cost };
    };
})();
