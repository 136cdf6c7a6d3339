import { marked } from "/lib/marked.js";
import { h } from "./dom.js";
import { sanitise } from "./sanitise.js";

// Articles and notes are Markdown: shown as safe HTML.

const RULES = { FORBID_TAGS: ["style", "form", "input"], FORBID_ATTR: ["style"] };

/** Markdown as a safe element; headings start at `h3`, below the page's own. */
export function prose(source) {
  const html = marked.parse(source ?? "", { gfm: true, breaks: true, mangle: false, headerIds: false });
  const fragment = sanitise(html, RULES);
  for (const heading of fragment.querySelectorAll("h1, h2, h3, h4")) {
    const level = Math.min(6, Number(heading.localName[1]) + 1);
    const other = h(`h${level}`);
    other.append(...heading.childNodes);
    heading.replaceWith(other);
  }
  for (const link of fragment.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  const box = h("div.prose");
  box.append(fragment);
  return box;
}
