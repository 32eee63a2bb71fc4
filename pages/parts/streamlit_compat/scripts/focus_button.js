{
    const keys = document.currentScript.dataset.keys.split(" ");
    setTimeout(() => {
        const buttons = keys.map(key => document.querySelector(`.st-key-${key} button:enabled`));
        buttons.find(Boolean)?.focus();
    }, 150);
}
