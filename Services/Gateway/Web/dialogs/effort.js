import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { list, post } from "../app/api.js";
import { duration } from "../app/time.js";
import { choice, labelled, openForm } from "../components/dialog.js";
import { toast } from "../components/toast.js";

/** More or less time than was measured on a ticket, and why. */
export async function openEffort(ticket) {
  const known = h("ul.explain-lines");
  const minutes = h("input.field", { type: "number", min: 1, max: 1440, required: true, value: "5" });
  const kind = choice([["more", t("effort.more")], ["less", t("effort.less")]], "more");
  const note = h("input.field", { maxlength: 500 });
  openForm(t("effort.title", { number: ticket.number }), [known, h("div.form-columns", {}, labelled(t("effort.kind"), kind),
    labelled(t("effort.minutes"), minutes)), labelled(t("effort.note"), note)], t("action.save"), async () => {
    const seconds = Number(minutes.value) * 60 * (kind.value === "more" ? 1 : -1);
    await post(`/tickets/${ticket.id}/efforts`, { seconds, ...(note.value.trim() ? { note: note.value.trim() } : {}) });
    toast(t("toast.saved"), { kind: "good" });
  }, { size: "small" });
  const { items } = await list(`/tickets/${ticket.id}/efforts`, {}, { size: null }).catch(() => ({ items: [] }));
  fill(known, items.map(each => h("li", {}, t("effort.line", { name: each.name, focus: duration(each.focusSeconds),
    corrected: duration(Math.abs(each.correctedSeconds)), sign: each.correctedSeconds < 0 ? "−" : "+" }))));
}
