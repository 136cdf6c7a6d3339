import { h } from "./dom.js";
import { t } from "./i18n.js";

// The words and files of a message as they are read. HTML needs a cleaner, which comes with the first message that has some.

/** Where an attachment's bytes are. */
export const attachmentURL = each =>
  `/api/v1/attachments/${encodeURIComponent(each.id)}?${new URLSearchParams({ name: each.name, type: each.type })}`;

let cleaner = null;

/** The message's HTML, made safe; its plain words until the cleaner is there. */
export function mailBody(html, attachments, text) {
  if (cleaner) return cleaner.htmlBody(html, attachments);
  const place = h("div.mail-place", {}, textBody(text ?? ""));
  import("./html-mail.js").then(module => {
    cleaner = module;
    place.replaceChildren(module.htmlBody(html, attachments));
  });
  return place;
}

const LINK = /(https?:\/\/[^\s<>"')\u3001\u3002\u300d\u3011\uff08\uff09\uff0c\uff1b]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

/** Plain text with its links alive and the quoted rest folded away. */
export function textBody(text) {
  const lines = text.replace(/\s+$/, "").split("\n");
  const cut = quoteStart(lines);
  const own = h("div.message-text", {}, linked((cut < 0 ? lines : lines.slice(0, cut)).join("\n").trimEnd()));
  if (cut < 0) return own;
  return h("div", {}, own, h("details.quote", {},
    h("summary", { "aria-label": t("message.quoted"), title: t("message.quoted") }, "···"),
    h("div.message-text.quiet", {}, linked(lines.slice(cut).join("\n")))));
}

// How mail programs announce what they quote: “On … wrote:”, the Chinese of it, and the line over a forwarded mail.
const INTRODUCTION = new RegExp([
  "^On .{6,80} wrote:$", "^\\u5728.{4,60}\\u5199\\u9053[:\\uff1a]$", "^-{2,} ?(Original Message|\\u539f\\u59cb\\u90ae\\u4ef6|Forwarded).*$",
].join("|"), "i");

function quoteStart(lines) {
  const start = lines.findIndex((line, index) => index > 0 && (/^\s*>/.test(line) || INTRODUCTION.test(line.trim())));
  return start > 0 && lines.slice(0, start).some(line => line.trim()) ? start : -1;
}

function linked(text) {
  return text.split(LINK).map((part, index) => (index % 2
    ? h("a", { href: part.includes("://") ? part : `mailto:${part}`, target: "_blank", rel: "noopener noreferrer nofollow" },
      part)
    : part));
}
