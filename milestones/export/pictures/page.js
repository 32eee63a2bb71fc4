/* A figure with `layout.meta.page` gets its chart drawn as on the screen, in a box of its own, and
   is then set on a page with margins around that box; notes named "page" count from the page's
   corner. A key under the chart begins at the left edge of that box. Only the browser knows how wide the labels are, so it is done here. */
const drawn = Plotly.toImage;

async function measured(figure, page, config) {
    const { width, height, left, right, top, bottom } = page;
    const layout = structuredClone(figure.layout);
    layout.annotations = layout.annotations.filter((note) => note.name !== "page");
    layout.width = width - left - right;
    layout.height = height - top - bottom;
    layout.showlegend &&= !page.isKeyed;
    const place = document.createElement("div");
    place.style.cssText = "position: absolute; left: -5000px";
    document.body.appendChild(place);
    await Plotly.newPlot(place, structuredClone(figure.data), layout, config);
    const size = { ...place._fullLayout._size };
    Plotly.purge(place);
    place.remove();
    return size;
}

function setOn(page, size, layout) {
    layout.margin = {
        l: size.l + page.left,
        r: size.r + page.right,
        t: size.t + page.top,
        b: size.b + page.bottom,
        pad: 0,
        autoexpand: false,
    };
    if (page.isKeyed) {
        layout.legend.x = -size.l / size.w;
        layout.legend.y = -6 / size.h;
    }
    for (const note of layout.annotations.filter((each) => each.name === "page")) {
        note.xshift -= layout.margin.l;
        note.yshift += layout.margin.t;
    }
}

/* Ligatures would come out of a PDF as letters of their own when text is copied. */
const PLAIN = "<style>.main-svg * {font-variant-ligatures: none !important}</style>";

function withoutLigatures(image) {
    const head = "data:image/svg+xml,";
    const isAddress = image.startsWith(head);
    const svg = isAddress ? decodeURIComponent(image.slice(head.length)) : image;
    const plain = svg.replace(/<svg[^>]*>/, (root) => root + PLAIN);
    return isAddress ? head + encodeURIComponent(plain) : plain;
}

Plotly.toImage = async (figure, options) => {
    const page = figure.layout?.meta?.page;
    if (page) {
        setOn(page, await measured(figure, page, figure.config), figure.layout);
    }
    const image = await drawn(figure, options);
    return options.format === "svg" ? withoutLigatures(image) : image;
};
