import { h } from "../app/dom.js";

const TONES = 8;

/** The letters of a name: of a Chinese one the given name, or its last sign where there is little room; initials of others. */
function letters(name, small) {
  const text = name.trim();
  const han = [...(text.match(/^\p{Script=Han}+/u)?.[0] ?? "")];
  if (han.length) return small ? han.at(-1) : (han.length > 2 ? han.slice(-2) : han).join("");
  const words = text.split(/\s+/);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}

/** A round sign for a person; the name is said once, by the text beside it or by `label`. */
export function avatar(name, { label = false, size = "small", presence } = {}) {
  let sum = 0;
  for (const unit of name ?? "") sum = (sum * 31 + unit.codePointAt(0)) % 997;
  return h("span.avatar", {
    class: `avatar-${size} tone-${sum % TONES}`, title: label ? name : null,
    ...(label ? { role: "img", "aria-label": name } : { "aria-hidden": "true" }),
  }, letters(name ?? "?", size === "small"), presence ? h("span.presence", { class: presence }) : null);
}
