import { h } from "../app/dom.js";
import { t, use, languages, language } from "../app/i18n.js";

// What the pages without the rail share.

export const brand = company => h("div.door-brand", {}, h("img", { src: "/assets/icon.svg", alt: "", width: 28, height: 28 }),
  company || "Moat");

/** The foot with the languages. */
export const languageFoot = () => h("footer.door-foot", {},
  h("div.segments", { role: "group", "aria-label": t("language.title") },
  languages.map(([name, label]) => h("button.segment", {
    type: "button", lang: name, "aria-pressed": String(language.peek() === name), onclick: () => use(name, true),
  }, label))));
