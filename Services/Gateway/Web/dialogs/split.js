import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { list, post } from "../app/api.js";
import { exact, relative } from "../app/time.js";
import { navigate } from "../app/router.js";
import { takeTicket, teams, teamName } from "../app/state.js";
import { choice, labelled, openForm } from "../components/dialog.js";
import { skeleton } from "../components/states.js";
import { toast } from "../components/toast.js";

/** Takes messages out of a ticket into one of their own, or copies them there. */
export async function openSplit(ticket, chosen = []) {
  const picked = new Set(chosen);
  const rows = h("ul.pick-rows", {}, skeleton(4));
  const subject = h("input.field", { maxlength: 500, placeholder: ticket.subject });
  const mode = choice([["move", t("split.move")], ["copy", t("split.copy")]], "move");
  const team = choice([["", t("split.sameTeam")], ...[...teams.peek().keys()].map(id => [id, teamName(id)])], "");
  const dialog = openForm(t("split.title", { number: ticket.number }), [h("p.quiet", {}, t("split.explain")), rows,
    h("div.form-columns", {}, labelled(t("split.mode"), mode), labelled(t("field.team"), team)),
    labelled(t("field.subject"), subject)], t("split.action"), split, { ready: picked.size > 0, size: "large" });
  const { items } = await list(`/tickets/${ticket.id}/messages`, {}, { size: 100 });
  fill(rows, items.filter(each => each.kind !== "note").map(each => {
    const box = h("input", { type: "checkbox", checked: picked.has(each.id), onchange: () => {
      if (box.checked) picked.add(each.id);
      else picked.delete(each.id);
      dialog.ready(picked.size > 0);
    } });
    return h("li", {}, h("label.pick-row", {}, box, h("span.pick-text", {}, h("strong", {}, each.author.name),
      h("span.quiet", { title: exact(each.at) }, ` ${relative(each.at)}`), h("span.pick-words", {}, each.text.slice(0, 200)))));
  }));

  async function split() {
    const done = await post(`/tickets/${ticket.id}/splits`, { messages: items.filter(each => picked.has(each.id)).map(each => each.id),
      mode: mode.value, ...(subject.value.trim() ? { subject: subject.value.trim() } : {}),
      ...(team.value ? { team: team.value } : {}) });
    takeTicket(done.ticket);
    takeTicket(done.new);
    toast(t("split.done", { number: done.new.number }), { kind: "good", action: t("action.open"),
      run: () => navigate(`/inbox/all/${done.new.id}`) });
  }
}
