/* A plain click on a link of class "way" does not load the page anew: the address changes, and
   Streamlit hears of it as it does when a reader goes back. Any other click is the browser's. */
addEventListener("click", (click) => {
    const way = click.target.closest?.("a.way");
    const forBrowser = click.ctrlKey || click.metaKey || click.shiftKey || click.altKey;
    if (!way || forBrowser || click.button !== 0 || click.defaultPrevented) return;
    click.preventDefault();
    history.pushState(null, "", way.href);
    dispatchEvent(new PopStateEvent("popstate"));
});
