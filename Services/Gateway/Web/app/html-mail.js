import { h } from "./dom.js";
import { t } from "./i18n.js";
import { attachmentURL } from "./mail.js";
import { sanitise } from "./sanitise.js";

// Foreign HTML, made safe: cleaned twice (server and here), no styles, scripts, forms or remote images; shown in a shadow
// tree with our own sheet, so that it can neither leave its place nor look like our page.

const RULES = {
  ALLOWED_TAGS: ["a", "b", "strong", "i", "em", "u", "s", "del", "p", "div", "span", "br", "hr", "ul", "ol", "li", "blockquote",
    "pre", "code", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "img",
    "sub", "sup", "small", "dl", "dt", "dd", "font", "center", "figure", "figcaption", "address"],
  ALLOWED_ATTR: ["href", "title", "alt", "src", "colspan", "rowspan", "start", "dir", "lang"],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel|cid):/i,
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; overflow-x: auto; overflow-wrap: anywhere; }
  * { max-width: 100%; box-sizing: border-box; }
  p, ul, ol, pre, table, blockquote { margin: 0 0 0.6em; }
  :host > :last-child, div:last-child > :last-child { margin-bottom: 0; }
  ul, ol { padding-inline-start: 1.5em; }
  h1, h2, h3, h4, h5, h6 { font-size: 1.05em; margin: 0.6em 0 0.3em; }
  a { color: var(--accent-text); }
  img { height: auto; border-radius: 4px; }
  table { border-collapse: collapse; }
  td, th { border: 1px solid var(--line); padding: 2px 8px; text-align: start; vertical-align: top; }
  pre { white-space: pre-wrap; font-family: var(--mono); }
  blockquote { padding-inline-start: 10px; border-inline-start: 2px solid var(--line-strong); color: var(--text-quiet); }
  summary { width: fit-content; padding: 0 8px; border-radius: 4px; background: var(--fill); color: var(--text-quiet);
    cursor: pointer; list-style: none; line-height: 18px; }
  summary::-webkit-details-marker { display: none; }
  summary:focus-visible { outline: 2px solid var(--focus); }
  .blocked { font-size: 12px; color: var(--text-quiet); }
`);

/** The message's HTML as a safe element; `attachments` give its inline images. */
export function htmlBody(html, attachments = []) {
  const fragment = sanitise(html, RULES);
  let blocked = 0;
  for (const image of fragment.querySelectorAll("img")) {
    const source = image.getAttribute("src") ?? "";
    const own = source.startsWith("cid:") && attachments.find(each => each.contentID?.replace(/[<>]/g, "") === source.slice(4));
    if (own) {
      image.src = attachmentURL(own);
      image.alt ||= own.name;
      continue;
    }
    blocked += 1;
    image.replaceWith(image.alt ? `[${image.alt}]` : "");
  }
  for (const link of fragment.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    link.title = link.href;
  }
  for (const quote of fragment.querySelectorAll("blockquote")) {
    if (quote.parentElement?.closest("blockquote")) continue;
    const fold = h("details", {}, h("summary", { title: t("message.quoted"), "aria-label": t("message.quoted") }, "···"));
    quote.replaceWith(fold);
    fold.append(quote);
  }
  const host = h("div.mail-html");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(fragment);
  if (blocked) shadow.append(h("p.blocked", {}, t("message.imagesBlocked", { n: blocked })));
  return host;
}
