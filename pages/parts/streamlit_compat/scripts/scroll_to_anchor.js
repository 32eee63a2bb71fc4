requestAnimationFrame(() =>
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView());
