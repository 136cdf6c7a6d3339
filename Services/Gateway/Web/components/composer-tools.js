import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { styles } from "../app/styles.js";

// What helps while one writes.

/** Opens what a sign stands for at `anchor`. */
export const toolFor = async (composer, sign, anchor) => (await import("./composer-signs.js")).SIGNS[sign](composer, anchor);

/** The same when the sign was just typed at the beginning of a word. */
export function signTyped(composer, text, at) {
  if ("/#@".includes(text[at - 1] || " ") && (at === 1 || /\s/.test(text[at - 2]))) toolFor(composer, text[at - 1], composer.text);
}

/** How a text will look: a note as Markdown, a reply as the plain words it is sent as. */
export async function preview(kind, text) {
  if (kind === "note") {
    await styles("knowledge");
    return (await import("../app/markdown.js")).prose(text);
  }
  return (await import("../app/mail.js")).textBody(text || t("message.empty"));
}

/** The moments that people mean when they send later. */
export function laterPresets(now = new Date()) {
  const at = (days, hour) => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(hour, 0, 0, 0);
    return date;
  };
  const monday = (8 - now.getDay()) % 7 || 7;
  return [["hours", new Date(now.getTime() + 2 * 3600_000)], ["evening", at(0, 18)], ["tomorrow", at(1, 9)], ["monday", at(monday, 9)]]
    .filter(([, date]) => date > now).map(([name, date]) => ({ name, at: date.toISOString() }));
}

/** A bar above the words, with what can be done about it. */
export const composerBar = (kind, text, ...actions) => h("div.composer-bar", { class: kind, role: "status" }, h("span", {}, text),
  actions.filter(Boolean).map(([name, run]) => h("button.link-button", { type: "button", onclick: run }, name)));
