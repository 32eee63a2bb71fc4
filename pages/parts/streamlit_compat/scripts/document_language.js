{
    const { lang, skip } = document.currentScript.dataset;
    document.documentElement.lang = lang;
    for (const link of document.querySelectorAll('[data-testid="stSkipToContent"]'))
        link.textContent = skip;
}
