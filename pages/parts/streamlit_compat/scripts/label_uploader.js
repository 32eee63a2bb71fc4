{
    const { within, label } = document.currentScript.dataset;
    const name = left => {
        const text = document.querySelector(`${within} section button p`);
        if (!text && left) return requestAnimationFrame(() => name(left - 1));
        if (text) text.firstChild.nodeValue = label;
        for (const part of document.querySelectorAll(`${within} :is(button, input)`))
            part.setAttribute("aria-label", label);
    };
    name(600);
}
