// Before anything is drawn: the language, theme and width of the panel that will be, and whether another state than the first was asked for.
(() => {
  const root = document.documentElement;
  const recall = (name) => {
    try {
      return localStorage.getItem(`maml-playground.${name}`);
    } catch {
      return null;
    }
  };
  const language =
    recall('language') ??
    navigator.languages
      .find((wish) => /^(en|zh)/i.test(wish))
      ?.slice(0, 2)
      .toLowerCase();
  if (language === 'zh') root.lang = 'zh-CN';
  const theme = recall('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const width = recall('resultsWidth');
  if (/^\d{3,4}$/.test(width)) root.style.setProperty('--results-width', `${width}px`);
  if (location.hash.length > 1) root.dataset.opening = 'other';
})();
