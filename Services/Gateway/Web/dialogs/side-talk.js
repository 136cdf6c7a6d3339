import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list, post, put } from "../app/api.js";
import { emit, on } from "../app/bus.js";
import { ago } from "../app/time.js";
import { textBody } from "../app/mail.js";
import { files } from "../components/message.js";
import { labelled, openDialog, openForm } from "../components/dialog.js";
import { errorState, skeleton } from "../components/states.js";
import { attempt } from "../components/toast.js";

// Conversations with a third party beside a ticket (row 38): they never see the ticket, the customer never sees them.

/** Begins one. */
export function openTalk(ticket) {
  const address = h("input.field", { type: "email", required: true, placeholder: "name@example.com" });
  const name = h("input.field", { maxlength: 200 });
  const subject = h("input.field", { required: true, maxlength: 500, value: ticket.subject });
  const words = h("textarea.field", { rows: 6, required: true });
  openForm(t("talk.title", { number: ticket.number }), [h("p.quiet", {}, t("talk.explain")),
    h("div.form-columns", {}, labelled(t("talk.address"), address), labelled(t("talk.name"), name)),
    labelled(t("field.subject"), subject), labelled(t("talk.words"), words)], t("composer.send"), async () => {
    await post(`/tickets/${ticket.id}/side-conversations`, { subject: subject.value.trim(), address: address.value.trim(),
      ...(name.value.trim() ? { name: name.value.trim() } : {}), text: words.value.trim() });
    emit("talks", ticket.id);
  });
}

/** Reads one and writes on. */
export async function readTalk(ticket, talk) {
  const rows = h("div.talk-messages", {}, skeleton(4));
  const words = h("textarea.field", { rows: 3, "aria-label": t("talk.words"), placeholder: t("talk.words") });
  const state = h("button.button", { type: "button", onclick: () => attempt(async () => {
    talk = await put(`/side-conversations/${talk.id}/state`, { state: talk.state === "open" ? "done" : "open" });
    draw();
    emit("talks", ticket.id);
  }) });
  const form = h("form.form", { onsubmit: async event => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return words.focus();
    if (await attempt(() => post(`/side-conversations/${talk.id}/messages`, { text })) === undefined) return undefined;
    words.value = "";
    emit("talks", ticket.id);
    return load();
  } }, words, h("div.dialog-buttons", {}, state, h("button.button.primary", { type: "submit" }, icon("send"), t("composer.send"))));
  const end = on("event", ({ type, data }) => type.startsWith("moat.tickets.side.") && data.side?.talk.id === talk.id && load());
  openDialog(talk.subject, [h("p.quiet", {}, t("talk.with", { name: talk.name || talk.address, address: talk.address })), rows, form],
    { size: "large", onclose: end });
  draw();
  await load();

  function draw() { fill(state, t(talk.state === "open" ? "talk.close" : "talk.reopen")); }

  async function load() {
    try {
      const { items } = await list(`/side-conversations/${talk.id}/messages`, {}, { size: 100 });
      fill(rows, items.map(each => h("article.talk-message", { class: each.outgoing ? "outgoing-side" : "" },
        h("header.message-head", {}, h("bdi.message-name", {}, each.author.name), h("span.message-time", {}, ago(each.at))),
        textBody(each.text), files(each.attachments ?? []),
        each.delivery?.state === "failed" ? h("span.delivery.bad", {}, icon("alert"), t("delivery.failed")) : null)));
      rows.scrollTop = rows.scrollHeight;
    } catch (problem) {
      fill(rows, errorState(problem, load));
    }
  }
}
