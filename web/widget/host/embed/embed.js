// Open from the beginning, and whenever somebody closed it: there is nothing else on this page.
const lang = new URLSearchParams(location.search).get('lang') ?? navigator.language;
document.documentElement.lang = lang;
for (const event of ['chat:ready', 'chat:closed']) addEventListener(event, ({ target }) => target.open());
