import { h } from "../app/dom.js";
import { t, bytes } from "../app/i18n.js";
import { icon, channelIcon } from "../app/icons.js";
import { clockTime, dueAt, exact, ago } from "../app/time.js";
import { mailBody, textBody, attachmentURL } from "../app/mail.js";
import { callBack, retry, sendNow } from "../app/outbox.js";
import { agentName, me } from "../app/state.js";
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

function mentioned(message) {
  const names = (message.mentions ?? []).map(agentName).filter(Boolean);
  return names.length ? h("p.message-mentions", {}, icon("person"), t("message.mentions", { names: names.join(t("list.comma")) }))
    : null;
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
    follows ? null : h("header.message-head", {}, h("bdi.message-name", {}, name),
      message.kind === "note" ? h("span.chip.chip-note", {}, icon("note"), t("message.note")) : null,
      message.kind === "muted" ? h("span.chip", {}, t("message.muted")) : null,
      message.automatic ? h("span.chip", {}, t("message.automatic")) : null,
      message.kind === "note" ? null : icon(channelIcon(message.channel), channel),
      h("span.message-time", {}, ago(message.at))),
    message.html ? mailBody(message.html, message.attachments, message.text) : textBody(message.text || t("message.empty")),
    mentioned(message), files(message.attachments ?? []), delivery(message)));
}

const link = (name, run, sign) => h("button.link-button", { type: "button", onclick: run }, sign ? icon(sign) : null, t(name));

/** What can be done with a message that is not out yet. */
function outgoingFoot(entry, now) {
  const { id, state, held } = entry;
  if (state === "overtaken") {
    return [h("span.delivery.bad", {}, icon("alert"), t("outbox.overtaken")), link("outbox.anyway", () => retry(id, { confirmed: true })),
      link("action.edit", () => callBack(id))];
  }
  if (state === "failed") {
    return [h("span.delivery.bad", {}, icon("alert"), entry.offline ? t("outbox.offline") : t("outbox.failed", { why: entry.problem })),
      link("action.retry", () => retry(id)), link("action.edit", () => callBack(id))];
  }
  if (state === "sending") return [h("span.delivery", {}, icon("clock"), t("outbox.sending"))];
  const mine = held.author.id === me();
  const soon = Date.parse(held.sendAt) - now < 130_000;
  const words = soon ? h("span.countdown.tabular", { dataset: { due: Date.parse(held.undoUntil), leaves: Date.parse(held.sendAt) } },
    countdown(Date.parse(held.undoUntil), now)) : h("span.delivery", { title: exact(held.sendAt) }, icon("clock"),
    t(held.cancelOnAnswer ? "outbox.laterUnless" : "outbox.later", { when: dueAt(held.sendAt) }));
  return [words, mine && (!soon || Date.parse(held.undoUntil) > now) ? link("action.undoSend", () => callBack(id), "undo") : null,
    mine && Date.parse(held.undoUntil) > now + 1_000 ? link("outbox.now", () => sendNow(id), "send") : null];
}

/** The words of the seconds left to call a message back. */
export function countdown(due, now = Date.now()) {
  const left = Math.ceil((due - now) / 1000);
  return left > 0 ? t("outbox.sendingIn", { n: left }) : t("outbox.sending");
}

/** A message on its way out. */
export function outgoingItem(entry, author) {
  const name = entry.author?.name ?? author;
  return h("article.message.staff.outgoing", { class: `message-${entry.kind}`, "aria-label": t("outbox.label") },
    avatar(name, { size: "medium" }),
    h("div.bubble", {}, h("header.message-head", {}, h("span.message-name", {}, name)),
      textBody(entry.text), files(entry.attachments ?? []),
      h("footer.outgoing-foot", {}, outgoingFoot(entry, Date.now()))));
}
