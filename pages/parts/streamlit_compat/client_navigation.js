/* A plain click on a link of class "way" does not load the page anew: the address changes, and
   Streamlit hears of it as it does when a reader goes back. Any other click is the browser's, and
   every click while the server is away. */
addEventListener("click", (click) => {
    const way = click.target.closest?.("a.way");
    const forBrowser = click.ctrlKey || click.metaKey || click.shiftKey || click.altKey;
    const isConnected = document.querySelector("[data-test-connection-state=CONNECTED]");
    if (!way || forBrowser || click.button !== 0 || click.defaultPrevented || !isConnected) return;
    click.preventDefault();
    const to = new URL(way.href);
    for (const [key, value] of new URLSearchParams(location.search))
        if (key.startsWith("embed")) to.searchParams.append(key, value);
    if (to.pathname === location.pathname) to.hash = location.hash;
    if (to.href !== location.href) history.pushState(null, "", to.href);
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector("[data-testid=stMain]")?.focus({ preventScroll: true });
});
