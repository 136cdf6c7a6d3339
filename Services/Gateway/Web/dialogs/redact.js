import { h } from "../app/dom.js";
import { t, bytes } from "../app/i18n.js";
import { list, post } from "../app/api.js";
import { emit } from "../app/bus.js";
import { labelled, openForm } from "../components/dialog.js";
import { toast } from "../components/toast.js";

/** Makes a text or files of a ticket unreadable for good. What is selected on the page is proposed. */
export async function openRedact(ticket, selection = "") {
  const words = h("input.field", { value: selection.slice(0, 1000), maxlength: 1000, autocomplete: "off" });
  const files = h("ul.pick-rows", { hidden: true });
  const picked = new Set();
  openForm(t("redact.title", { number: ticket.number }), [h("p", {}, t("redact.explain")),
    labelled(t("redact.words"), words, t("redact.hint")), files], t("redact.action"), async () => {
    const text = words.value.trim();
    const done = await post(`/tickets/${ticket.id}/redactions`, { ...(text ? { text } : {}),
      ...(picked.size ? { attachments: [...picked] } : {}) });
    toast(t("redact.done", { n: done.places + done.files.length }), { kind: "good" });
    emit("refetch");
  }, { danger: true });
  const { items } = await list(`/tickets/${ticket.id}/messages`, {}, { size: 100 });
  const all = items.flatMap(each => each.attachments ?? []);
  files.hidden = !all.length;
  files.append(...all.map(each => {
    const box = h("input", { type: "checkbox", onchange: () => (box.checked ? picked.add(each.id) : picked.delete(each.id)) });
    return h("li", {}, h("label.pick-row", {}, box, h("span.pick-text", {}, each.name, h("span.quiet", {}, ` ${bytes(each.size)}`))));
  }));
}
