import { h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { list, post } from "../app/api.js";
import { navigate } from "../app/router.js";
import { takeTicket, teams, teamName } from "../app/state.js";
import { PRIORITIES } from "../app/tickets.js";
import { choice, labelled, openForm, ticked } from "../components/dialog.js";

/** Opens a ticket: of the customer of another one, which it is tied to, or of one that is looked for. */
export function openNewTicket(before) {
  let customer = before?.requester ?? null;
  const search = h("input.field", { type: "search", placeholder: t("join.placeholder"), oninput: debounce(() => look(), 200) });
  const found = h("div.finder-rows", { role: "radiogroup", "aria-label": t("finder.results") });
  const subject = h("input.field", { required: true, maxlength: 500, value: before ? before.subject : "" });
  const words = h("textarea.field", { rows: 5, required: true });
  const team = choice([["", t("newTicket.byRules")], ...[...teams.peek().keys()].map(id => [id, teamName(id)])], "");
  const priority = choice(PRIORITIES.map(each => [each, t(`priority.${each}`)]), "normal");
  const asNote = ticked(t("newTicket.asNote"), true);
  const dialog = openForm(before ? t("newTicket.after", { number: before.number, name: customer.name }) : t("newTicket.title"),
    [before ? null : [labelled(t("newTicket.customer"), search), found], labelled(t("field.subject"), subject),
      labelled(t("newTicket.words"), words), asNote,
      h("div.form-columns", {}, labelled(t("field.team"), team), labelled(t("field.priority"), priority))],
    t("newTicket.action"), async () => {
      const { id, name, tier, address } = customer;
      const channel = before?.channel;
      const ticket = await post("/tickets", { subject: subject.value.trim(), text: words.value.trim(), priority: priority.value,
        requester: { id, name, ...(tier ? { tier } : {}), ...(address ? { address } : {}) }, asNote: asNote.box.checked,
        ...(channel ? { channel } : {}), ...(team.value ? { team: team.value } : {}) });
      takeTicket(ticket);
      if (before) await post(`/tickets/${before.id}/links`, { role: "related", other: ticket.id }).catch(() => {});
      navigate(`/inbox/all/${ticket.id}`);
    }, { ready: Boolean(customer) });

  async function look() {
    const { items } = await list("/customers", { search: search.value.trim() }, { size: 6 }).catch(() => ({ items: [] }));
    fill(found, items.map(each => {
      const box = h("input", { type: "radio", name: "customer", onchange: () => {
        const mail = each.identities.find(one => one.kind === "email");
        customer = { id: each.id, name: each.name, tier: each.tier, address: mail?.value };
        dialog.ready(true);
      } });
      return h("label.finder-row", {}, box, h("span.finder-text", {}, h("strong", {}, each.name),
        h("span.quiet", {}, each.company ?? "", each.identities[0]?.value ?? "")));
    }));
  }
}
