import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, post } from "../app/api.js";
import { macros, takeTicket } from "../app/state.js";
import { valueName } from "../app/tickets.js";
import { changeLine } from "../components/events.js";
import { macroName } from "../components/composer-signs.js";
import { openForm } from "../components/dialog.js";
import { attempt, toast } from "../components/toast.js";
import { textBody } from "../app/mail.js";
import { update } from "../app/tickets.js";

/** Shows what a macro would say and change on the composer's ticket, and does it when that is wanted. */
export async function openMacro(composer, macro) {
  const { ticket } = composer;
  const path = `/tickets/${ticket}/macros/${macro.id}`;
  const seen = await attempt(() => get(path));
  if (!seen || composer.ticket !== ticket) return;
  const direct = seen.changes.filter(each => !(seen.status && each.field === "status"));
  openForm(macroName(macro), [
    seen.text ? h("div.macro-words", {}, textBody(seen.text)) : null,
    seen.gaps.length ? h("p.form-warning", {}, icon("alert"), t("macros.gaps", { gaps: seen.gaps.join(t("list.comma")) })) : null,
    direct.length || seen.status ? h("section", {}, h("h3.label", {}, t("macros.changes")), h("ul.explain-lines", {},
      direct.map(each => h("li", {}, changeLine(each))),
      seen.status ? h("li", {}, t("macros.status", { status: valueName("status", seen.status) })) : null)) : null,
  ], t(seen.text ? "macros.insert" : "macros.apply"), async () => {
    const done = await post(path);
    const before = seen.ticket;
    takeTicket(done.ticket);
    if (done.status && composer.kind === "reply") {
      composer.status = done.status;
      composer.drawSend();
    }
    if (done.text && composer.ticket === ticket) composer.passage(done.text);
    if (macros.peek()) macros.value = macros.peek().map(each => (each.id === macro.id ? { ...each, uses: each.uses + 1 } : each));
    if (direct.length) {
      toast(t("macros.done", { name: macroName(macro) }), { action: t("action.undo"), undo: true,
        run: () => update(ticket, back(direct, before), { undoable: false }) });
    }
  });
}

/** What takes the changes back. */
function back(changes, before) {
  const undo = {};
  for (const { field, before: was } of changes) {
    if (field.startsWith("fields.")) undo.fields = { ...undo.fields, [field.slice(7)]: was ?? null };
    else undo[field] = was ?? (field === "tags" ? [] : "");
  }
  if (undo.status === "new") undo.status = "open";
  return before ? undo : {};
}
