// `?lang=en` shows the page in English; set before the messenger looks for the language of the page.
if (new URLSearchParams(location.search).get('lang') === 'en') {
  document.documentElement.lang = 'en';
  document.addEventListener('DOMContentLoaded', () => {
    document.title = 'Mizuno Coffee — demo';
    for (const element of document.querySelectorAll('[data-en]')) element.textContent = element.dataset.en;
  });
}
