import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { agents, me, teams, teamName, ticket as known } from "../app/state.js";
import { PRIORITIES, STATUSES, update } from "../app/tickets.js";
import { openMenu } from "./menu.js";
import { avatar } from "./avatar.js";

// The choices of a ticket's fields.

function people(ticket) {
  const order = { online: 0, transfersOnly: 1, away: 2, missed: 2, reassigning: 3, offline: 4 };
  const all = [...agents.peek().values()].filter(each => each.active !== false);
  const mine = all.find(each => each.id === me());
  const rest = all.filter(each => each !== mine).sort((a, b) =>
    (b.teams.includes(ticket.team) - a.teams.includes(ticket.team)) || order[a.presence] - order[b.presence]
      || a.name.localeCompare(b.name));
  return [
    { value: "", label: t("row.nobody"), icon: "person" },
    ...[mine, ...rest].filter(Boolean).map(each => ({
      value: each.id, label: each === mine ? t("assign.me", { name: each.name }) : each.name,
      lead: avatar(each.name, { presence: each.presence }), hint: t("assign.load", { n: each.load, capacity: each.capacity }),
    })),
  ];
}

const CHOICES = {
  status: ticket => STATUSES.filter(value => value !== "new" && value !== "closed" || value === ticket.status)
    .map(value => ({ value, label: t(`status.${value}`), lead: h("span.status-dot", { class: `status-${value}` }) })),
  priority: () => [...PRIORITIES].reverse().map(value => ({ value, label: t(`priority.${value}`), icon: "flag" })),
  team: () => [{ value: "", label: t("field.none"), icon: "team" },
    ...[...teams.peek().values()].map(each => ({ value: each.id, label: teamName(each.id), icon: "team" }))],
  assignee: people,
};

/** Lets somebody choose a field's value at `anchor` and saves it. */
export function chooseField(id, field, anchor) {
  const ticket = known(id);
  if (!ticket) return;
  openMenu(anchor, CHOICES[field](ticket), {
    selected: ticket[field] ?? "", label: t(`field.${field}`), filter: field === "assignee",
    onpick: value => { if (value !== (ticket[field] ?? "")) update(id, { [field]: value }); },
  });
}
