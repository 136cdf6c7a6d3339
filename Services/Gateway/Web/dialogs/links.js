import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { post } from "../app/api.js";
import { emit } from "../app/bus.js";
import { choice, labelled, openForm } from "../components/dialog.js";
import { nearby, ticketFinder } from "../components/ticket-finder.js";
import { toast } from "../components/toast.js";

const ROLES = ["related", "parent", "child", "problem", "incident", "original", "duplicate"];

/** Says how another ticket belongs to this one. */
export async function openLink(ticket) {
  const role = choice(ROLES.map(each => [each, t(`link.is.${each}`)]), "related");
  const finder = ticketFinder({ without: ticket.id, onpick: () => dialog.ready(true) });
  const dialog = openForm(t("link.title", { number: ticket.number }), [finder, labelled(t("link.role"), role)], t("link.action"),
    async () => {
      await post(`/tickets/${ticket.id}/links`, { role: role.value, other: finder.chosen.id });
      emit("links", ticket.id);
    }, { ready: false });
  finder.near = await nearby(ticket);
  if (!finder.field.value) finder.draw(finder.near);
}

/** One message for every unsolved case of a fault. */
export function openSolution(ticket, count) {
  const words = h("textarea.field", { rows: 5, required: true });
  openForm(t("incidents.title", { n: count }), [h("p.quiet", {}, t("incidents.explain")), labelled(t("incidents.words"), words)],
    t("incidents.action"), async () => {
      await post(`/tickets/${ticket.id}/incidents/solution`, { text: words.value.trim() });
      toast(t("incidents.done"), { kind: "good" });
    });
}
