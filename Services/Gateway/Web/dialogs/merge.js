import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { post } from "../app/api.js";
import { navigate } from "../app/router.js";
import { takeTicket } from "../app/state.js";
import { choice, labelled, openForm } from "../components/dialog.js";
import { nearby, ticketFinder } from "../components/ticket-finder.js";
import { attempt, toast } from "../components/toast.js";

/** Makes two tickets one: find the other, see what comes of it, choose which one stays, do it; can be undone. */
export async function openMerge(ticket) {
  const finder = ticketFinder({ without: ticket.id, onpick: () => preview() });
  const box = h("div.merge-preview", { "aria-live": "polite" });
  const words = h("textarea.field", { rows: 2, placeholder: t("merge.wordsHint") });
  const audience = choice([["note", t("merge.internal")], ["public", t("merge.public")]], "note");
  const more = h("div.form", { hidden: true }, labelled(t("merge.words"), words), labelled(t("merge.who"), audience));
  let other = null, into = "other";
  const dialog = openForm(t("merge.title", { number: ticket.number }), [finder, box, more], t("merge.action"), merge,
    { ready: false });
  finder.near = await nearby(ticket);
  if (finder.rows && !finder.field.value) finder.draw(finder.near);

  const sides = () => (into === "other" ? [other, ticket] : [ticket, other]);

  async function preview() {
    other = finder.chosen ?? other;
    const [target, source] = sides();
    dialog.ready(false);
    try {
      const seen = await post(`/tickets/${target.id}/merges/previews`, { sources: [source.id] });
      if (other !== finder.chosen) return;
      more.hidden = false;
      dialog.ready(true);
      fill(box, h("div.merge-sides", {}, side(source, "merge.goes"), icon("right"), side(seen.target, "merge.stays"),
        h("button.button.small", { type: "button", onclick: () => { into = into === "other" ? "this" : "other"; preview(); } },
          icon("swap"), t("merge.swap"))),
      h("p.quiet", {}, t("merge.result", { n: seen.messages }), seen.tags.length ? ` ${t("merge.tags",
        { tags: seen.tags.join(t("list.comma")) })}` : "", seen.cc.length ? ` ${t("merge.cc",
        { names: seen.cc.map(each => each.name).join(t("list.comma")) })}` : ""),
      seen.warnings.map(each => h("p.form-warning", {}, icon("alert"), t(`merge.warning.${each}`))));
    } catch (problem) {
      fill(box, h("p.form-fault", { role: "alert" }, problem.message));
    }
  }

  const side = (mark, name) => h("div.merge-side", {}, h("span.quiet", {}, t(name)),
    h("strong", {}, `#${mark.number} ${mark.subject || t("ticket.noSubject")}`));

  async function merge() {
    const [target, source] = sides();
    const text = words.value.trim();
    const comment = text ? { text, isPublic: audience.value === "public" } : undefined;
    const done = await post(`/tickets/${target.id}/merges`, { sources: [source.id],
      ...(comment ? { targetComment: comment, sourceComment: comment } : {}) });
    takeTicket(done.ticket);
    navigate(`/inbox/all/${done.ticket.id}`);
    toast(t("merge.done", { from: source.number, to: done.ticket.number }), { action: t("action.undo"), undo: true,
      run: () => attempt(() => undoMerges(done.merges)) });
  }
}

async function undoMerges(merges) {
  for (const merge of merges) {
    const back = await post(`/merges/${merge.id}/undo`);
    takeTicket(back.target);
    takeTicket(back.source);
    const gaps = back.merge.gaps ?? [];
    toast(gaps.length ? t("state.gaps", { why: gaps.map(gap => gap.detail).join(" ") }) : t("state.unmerged"));
    navigate(`/inbox/all/${back.source.id}`);
  }
}
