// Runs before the first paint, so that the chosen theme and language never flash.
(() => {
  const read = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const theme = read("moat.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const language = read("moat.language") ?? navigator.language;
  document.documentElement.lang = language.startsWith("zh") ? "zh-CN" : "en";
})();
