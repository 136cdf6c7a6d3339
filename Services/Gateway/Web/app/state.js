import { signal } from "./signal.js";
import { on, emit } from "./bus.js";
import { debounce } from "./dom.js";
import { language, t } from "./i18n.js";
import * as api from "./api.js";

// What the whole page shares: who is signed in, the staff, counts, notices, and the newest version of every ticket seen.

export const account = signal(null);
export const company = signal("");
export const agents = signal(new Map());
export const teams = signal(new Map());
export const counts = signal({});
/** The views of whoever is signed in, in their order; until they are loaded those that every house has. */
export const views = signal([
  "mine", "unassigned", "open", "waiting", "pending", "snoozed", "solved", "all",
].map(id => ({ id, builtIn: true, sort: "updated" })));
export const viewsLoaded = signal(false);
export const notices = signal([]);

const tickets = new Map();
const KEPT = 600;

export const me = () => account.peek()?.id;
export const mayPublish = () => account.peek()?.roles.some(role => ["owner", "admin", "supervisor"].includes(role));
export const mayLead = mayPublish;
export const mayAdminister = () => account.peek()?.roles.some(role => ["owner", "admin"].includes(role));
export const agentName = id => agents.value.get(id)?.name ?? null;
export function teamName(id) {
  const team = teams.value.get(id);
  return team ? team.names?.[language.value] ?? team.name : null;
}

/** A view by its id, undefined for one that is not there. */
export const view = id => views.value.find(each => each.id === id);
export function viewName(id) {
  const known = view(id);
  if (!known) return "";
  return known.builtIn ? t(`view.${id}`) : known.names?.[language.value] || known.name;
}

/** The newest known version of a ticket. */
export const ticket = id => tickets.get(id);

/** Takes a ticket from any answer or event; older versions than the known one are ignored. Returns the newest. */
export function takeTicket(incoming, more = {}) {
  const known = tickets.get(incoming.id);
  const fresh = !known || incoming.version >= known.version;
  if (fresh) {
    tickets.delete(incoming.id);
    tickets.set(incoming.id, incoming);
    if (tickets.size > KEPT) tickets.delete(tickets.keys().next().value);
  }
  const newest = fresh ? incoming : known;
  if (!known || fresh || more.message) emit("ticket", { ticket: newest, before: known, ...more });
  return newest;
}

/** Shows a change before the server has confirmed it; `undo` of the answer takes it back. */
export function foresee(id, change) {
  const known = tickets.get(id);
  if (!known) return () => {};
  const guess = { ...known, ...change };
  tickets.set(id, guess);
  emit("ticket", { ticket: guess, before: known });
  return () => {
    if (tickets.get(id) !== guess) return;
    tickets.set(id, known);
    emit("ticket", { ticket: known, before: guess });
  };
}

export async function loadTicket(id) {
  return takeTicket(await api.get(`/tickets/${id}`));
}

export async function loadSession() {
  const session = await api.get("/session", {}, { quiet: true });
  api.setToken(session.csrf);
  account.value = session.account;
  company.value = session.company ?? "";
  return session;
}

export async function loadStaff() {
  const [people, groups] = await Promise.all([api.list("/agents", {}, { size: null }), api.list("/teams", {}, { size: null })]);
  agents.value = new Map(people.items.map(each => [each.id, each]));
  teams.value = new Map(groups.items.map(each => [each.id, each]));
}

export async function loadCounts() {
  counts.value = (await api.get("/ticket-counts")).counts;
}

export async function loadViews() {
  views.value = (await api.list("/views", {}, { size: null })).items;
  viewsLoaded.value = true;
}

export async function loadNotices() {
  notices.value = (await api.list("/notifications", {}, { size: 30 })).items;
}

const countSoon = debounce(() => loadCounts().catch(() => {}), 600);

on("event", ({ type, data, time }) => {
  if (type.startsWith("moat.tickets.") && data.ticket) {
    takeTicket(data.ticket, { message: data.message, type, time, changes: data.changes });
    countSoon();
  } else if (type === "moat.tickets.agent.changed") {
    agents.value = new Map(agents.peek()).set(data.id, data);
  } else if (type === "moat.tickets.team.changed") {
    teams.value = new Map(teams.peek()).set(data.id, data);
  } else if (type === "moat.tickets.view.changed") {
    loadViews().then(countSoon, () => {});
  } else if (type.startsWith("moat.customers.") && data.customer) {
    emit("customer", { customer: data.customer, loser: data.loser });
  } else if (type.startsWith("moat.knowledge.") && data.article) {
    emit("article", data.article);
  } else if (type === "moat.rules.notified" && data.agent === me()) {
    notices.value = [data, ...notices.peek().filter(each => each.id !== data.id)].slice(0, 30);
    emit("notice", data);
  }
});

on("refetch", () => {
  countSoon();
  loadViews().catch(() => {});
  loadNotices().catch(() => {});
  loadStaff().catch(() => {});
});
