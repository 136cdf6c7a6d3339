import { t, use, languages, language } from "./i18n.js";
import { navigate, inboxAddress } from "./router.js";
import { theme, singleKeys } from "./settings.js";
import { me, agents, views, viewName } from "./state.js";
import { request, put, setToken } from "./api.js";
import { toast, undoLast } from "../components/toast.js";

// What can be done everywhere.

export const THEMES = ["system", "light", "dark"];
const PARTS = ["views", "macros", "queues", "policies", "calendars", "surveys", "cases", "intent", "trash"];
export const PRESENCES = ["online", "transfersOnly", "away", "reassigning", "offline"];

export async function signOut() {
  await request("DELETE", "/session").catch(() => {});
  setToken(null);
  location.assign("/sign-in");
}

export async function setPresence(presence) {
  try {
    const agent = await put(`/agents/${me()}/presence`, { presence });
    if (agent?.id) agents.value = new Map(agents.peek()).set(agent.id, agent);
  } catch (problem) {
    toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
  }
}

export const palette = async () => (await import("../components/palette.js")).openPalette();
export const shortcutHelp = async () => (await import("../components/shortcuts.js")).openShortcuts();

export function globalCommands() {
  const go = (id, title, address, icon) => ({ id, title, icon, group: "go", run: () => navigate(address()) });
  return [
    { id: "palette", key: "mod+k", title: "command.palette", group: "general", icon: "search", run: palette },
    { id: "help", key: "?", title: "command.help", group: "general", icon: "keyboard", run: shortcutHelp },
    { id: "undo", key: "mod+z", title: "command.undo", group: "general", icon: "undo", hidden: true,
      when: () => !document.activeElement?.closest("input, textarea"), run: undoLast },
    go("go.inbox", "command.inbox", inboxAddress, "inbox"),
    go("go.reports", "command.reports", () => "/reports", "chart"),
    go("go.customers", "command.customers", () => "/customers", "people"),
    go("go.settings", "command.settings", () => "/settings", "gear"),
    go("go.knowledge", "command.knowledge", () => "/knowledge", "book"),
    go("go.live", "command.live", () => "/live", "screen"),
    ...PARTS.map(part => ({ id: `go.${part}`, group: "go", icon: "bolt", run: () => navigate(`/automation/${part}`),
      title: () => t("command.automation", { part: t(`automation.${part}`) }) })),
    { id: "newTicket", key: "+", group: "general", icon: "plus", title: "command.newTicket",
      run: async () => (await import("../dialogs/new-ticket.js")).openNewTicket() },
    ...views.peek().map(({ id }) => ({
      id: `view.${id}`, group: "go", icon: "inbox", title: () => t("command.view", { view: viewName(id) }),
      run: () => navigate(`/inbox/${encodeURIComponent(id)}`),
    })),
    ...languages.map(([name, label]) => ({
      id: `language.${name}`, group: "settings", icon: "globe", title: () => t("command.language", { language: label }),
      when: () => language.peek() !== name, run: () => use(name, true),
    })),
    ...THEMES.map(name => ({
      id: `theme.${name}`, group: "settings", icon: "sun", title: () => t("command.theme", { theme: t(`theme.${name}`) }),
      when: () => theme.peek() !== name, run: () => { theme.value = name; },
    })),
    ...PRESENCES.map(presence => ({
      id: `presence.${presence}`, group: "settings", icon: "person",
      title: () => t("command.presence", { presence: t(`presence.${presence}`) }), run: () => setPresence(presence),
    })),
    { id: "keys", group: "settings", icon: "keyboard", title: () => t(singleKeys.peek() ? "command.keysOff" : "command.keysOn"),
      run: () => { singleKeys.value = !singleKeys.peek(); } },
    { id: "signOut", group: "settings", icon: "exit", title: "command.signOut", run: signOut },
  ];
}
