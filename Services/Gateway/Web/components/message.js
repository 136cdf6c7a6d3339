import { h } from "../app/dom.js";
import { t, bytes } from "../app/i18n.js";
import { icon, channelIcon } from "../app/icons.js";
import { clockTime, exact, ago } from "../app/time.js";
import { mailBody, textBody, attachmentURL } from "../app/mail.js";
import { callBack, retry } from "../app/outbox.js";
import { avatar } from "./avatar.js";

// One message as it is read: who, when, on which channel, what, and what became of it.

const STATE_ICONS = { queued: "clock", sent: "check", failed: "alert", bounced: "alert" };

/** The files of a message: images as pictures, the rest as names with sizes. */
export function files(attachments, onremove) {
  const shown = attachments.filter(each => !each.inline || onremove);
  if (!shown.length) return null;
  return h("ul.files", { "aria-label": t("message.files") }, shown.map(each => {
    const picture = each.type.startsWith("image/") && each.id;
    const text = [h("span.file-name", {}, each.name), h("span.file-size.tabular", {}, each.error ?? bytes(each.size))];
    const body = each.id
      ? h("a.file", { href: attachmentURL(each), target: "_blank", rel: "noopener", title: each.name },
        picture ? h("img", { src: attachmentURL(each), alt: "", loading: "lazy" }) : icon("file"), text)
      : h("span.file", { class: each.error ? "failed" : "busy" }, icon(each.error ? "alert" : "up"), text);
    return h("li", {}, body, onremove
      ? h("button.icon-button", { type: "button", "aria-label": t("files.remove", { name: each.name }),
        onclick: () => onremove(each) }, icon("close"))
      : null);
  }));
}

function delivery(message) {
  const state = message.delivery?.state;
  if (!state || message.kind !== "reply") return null;
  const bad = state === "failed" || state === "bounced";
  return h("span.delivery", { class: bad ? "bad" : "", title: message.delivery.error || exact(message.delivery.at) },
    icon(STATE_ICONS[state]), t(`delivery.${state}`), bad && message.delivery.error ? `: ${message.delivery.error}` : "");
}

/** A message; `follows` when the one before is of the same person, so that the head is left out. */
export function messageItem(message, { follows = false } = {}) {
  const staff = message.kind === "reply" || message.kind === "note";
  const channel = t(`channel.${message.channel}`);
  const name = message.author.name || t("message.somebody");
  return h("article.message", {
    class: [`message-${message.kind}`, staff ? "staff" : "customer", follows ? "follows" : ""].join(" "),
    "aria-label": t(`message.by.${message.kind}`, { name, time: clockTime(message.at) }), dataset: { id: message.id },
  },
  follows ? null : avatar(name, { size: "medium" }),
  h("div.bubble", {},
    follows ? null : h("header.message-head", {}, h("span.message-name", {}, name),
      message.kind === "note" ? h("span.chip.chip-note", {}, icon("note"), t("message.note")) : null,
      message.kind === "muted" ? h("span.chip", {}, t("message.muted")) : null,
      message.automatic ? h("span.chip", {}, t("message.automatic")) : null,
      message.kind === "note" ? null : icon(channelIcon(message.channel), channel),
      h("span.message-time", {}, ago(message.at))),
    message.html ? mailBody(message.html, message.attachments) : textBody(message.text || t("message.empty")),
    files(message.attachments ?? []), delivery(message)));
}

/** A message on its way out, with the seconds left to call it back. */
export function outgoingItem(entry, author) {
  const left = Math.max(0, Math.ceil((entry.due - Date.now()) / 1000));
  const foot = entry.failed
    ? [h("span.delivery.bad", {}, icon("alert"), t("outbox.failed", { why: entry.failed })),
      h("button.link-button", { type: "button", onclick: () => retry(entry.id) }, t("action.retry")),
      h("button.link-button", { type: "button", onclick: () => callBack(entry.id) }, t("action.edit"))]
    : entry.left || entry.kind === "note" ? [h("span.delivery", {}, icon("clock"), t("outbox.sending"))]
      : [h("span.countdown.tabular", { dataset: { due: entry.due } }, t("outbox.sendingIn", { n: left })),
        h("button.link-button", { type: "button", onclick: () => callBack(entry.id) }, icon("undo"), t("action.undoSend"))];
  return h("article.message.staff.outgoing", { class: `message-${entry.kind}`, "aria-label": t("outbox.label") },
    avatar(author, { size: "medium" }),
    h("div.bubble", {}, h("header.message-head", {}, h("span.message-name", {}, author)),
      textBody(entry.text), files(entry.attachments ?? []), h("footer.outgoing-foot", {}, foot)));
}
