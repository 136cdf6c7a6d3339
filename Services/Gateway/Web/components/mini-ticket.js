import { h } from "../app/dom.js";
import { t, named } from "../app/i18n.js";
import { ago } from "../app/time.js";
import { slaChip } from "./sla-chip.js";
import { statusBadge } from "./ticket-row.js";

/** A ticket in a list of few. */
export function miniTicket(ticket, { requester = false } = {}) {
  return h("a.mini-ticket", { href: `/inbox/all/${ticket.id}` }, h("strong", {}, ticket.subject || t("ticket.noSubject")),
    h("span", {}, h("span.tabular", {}, `#${ticket.number}`), requester ? ticket.requester.name : null,
      statusBadge(ticket.status),
      named(`channel.${ticket.channel}`, ticket.channel), slaChip(ticket), ago(ticket.updatedAt)));
}
