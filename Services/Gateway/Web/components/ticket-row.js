import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon, channelIcon } from "../app/icons.js";
import { ago } from "../app/time.js";
import { agentName } from "../app/state.js";
import { hasDraft } from "../app/drafts.js";
import { avatar } from "./avatar.js";
import { slaChip } from "./sla-chip.js";
import { crowdSign } from "./viewers.js";

/** The sign of a tier above the ordinary: a word, never only a colour. */
export function tierBadge(tier) {
  if (!tier || tier === "standard") return null;
  return h("span.tier", { class: `tier-${tier}` }, tier === "vip" ? icon("star") : null, t(`tier.${tier}`));
}

/** The sign of a status: shape and word. */
export const statusBadge = status =>
  h("span.status", { class: `status-${status}` }, h("span.status-dot", { "aria-hidden": "true" }), t(`status.${status}`));

export const priorityBadge = priority => (priority === "high" || priority === "urgent"
  ? h("span.priority", { class: `priority-${priority}` }, icon("flag"), t(`priority.${priority}`)) : null);

function lastWords(ticket) {
  const last = ticket.lastMessage;
  if (!last) return "";
  const who = last.kind === "incoming" || last.kind === "muted" ? null
    : last.kind === "note" ? t("row.note", { name: last.author.name }) : t("row.reply", { name: last.author.name });
  return [who ? h("span.row-who", {}, who) : null, last.text];
}

/** A ticket as a dense row. */
export function ticketRow(ticket, { href, selected, picked }) {
  const waiting = Boolean(ticket.waitingSince) && ticket.status !== "solved" && ticket.status !== "closed";
  const holder = agentName(ticket.assignee);
  return h("li.row", { class: [selected ? "selected" : "", waiting ? "waiting" : "", picked ? "picked" : ""].join(" ") },
    h("label.row-pick", {}, h("input", { type: "checkbox", checked: picked,
      "aria-label": t("bulk.pick", { number: ticket.number, subject: ticket.subject }) })),
    h("a.row-link", { href, "aria-current": selected ? "true" : null, dataset: { ticket: ticket.id } },
      h("span.row-top", {},
        icon(channelIcon(ticket.channel), t(`channel.${ticket.channel}`)),
        h("bdi.row-name", {}, ticket.requester.name),
        tierBadge(ticket.requester.tier),
        waiting ? h("span.row-waiting", { role: "img", "aria-label": t("row.waiting"), title: t("row.waiting") }) : null,
        crowdSign(ticket.id), h("span.row-time", {}, ago(ticket.updatedAt))),
      h("span.row-subject", {}, ticket.subject || t("ticket.noSubject")),
      h("span.row-words", {}, hasDraft(ticket.id) ? h("span.row-draft", {}, t("row.draft")) : null, lastWords(ticket)),
      h("span.row-foot", {},
        statusBadge(ticket.status), priorityBadge(ticket.priority), slaChip(ticket),
        h("span.row-assignee", {}, holder ? avatar(holder, { label: true })
          : h("span.row-nobody", { role: "img", "aria-label": t("row.nobody"), title: t("row.nobody") }, icon("person"))))));
}
