import { MoatElement, h, fill } from "../app/dom.js";
import { t, use, languages, language } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { navigate, route, inboxAddress } from "../app/router.js";
import { account, agents, company, counts, notices, me } from "../app/state.js";
import { theme } from "../app/settings.js";
import { PRESENCES, THEMES, palette, setPresence, shortcutHelp, signOut } from "../app/commands.js";
import { keyName } from "../app/keyboard.js";
import { avatar } from "./avatar.js";
import { openMenu } from "./menu.js";
import { toast } from "./toast.js";
import { on } from "../app/bus.js";

const SECTIONS = [
  ["inbox", "inbox", inboxAddress], ["customers", "people", () => "/customers"],
  ["knowledge", "book", () => "/knowledge"], ["reports", "chart", () => "/reports"],
  ["automation", "bolt", () => "/automation/views"], ["live", "screen", () => "/live"],
  ["settings", "gear", () => "/settings"],
];

on("notice", notice => toast(notice.text, {
  kind: "warn", action: notice.ticket ? t("action.open") : undefined, run: () => navigate(`/inbox/all/${notice.ticket}`),
}));

/** The slim rail of sections; a bar at the foot of small screens. */
class AppRail extends MoatElement {
  mount() {
    const nav = h("nav.rail-sections", { "aria-label": t("rail.sections") });
    const bell = h("button.rail-button", { type: "button", onclick:
      async () => (await import("./notices.js")).openNotices() });
    const self = h("button.rail-button.rail-self",
      { type: "button", "aria-haspopup": "listbox", onclick: () => this.menu(self) });
    fill(this,
      h("a.rail-brand", { href: "/inbox/mine", "aria-label": company.peek() || "Moat", title: company.peek() || "Moat" },
        h("img", { src: "/assets/icon.svg", alt: "", width: 24, height: 24 })),
      nav,
      h("div.rail-tools", {},
        h("button.rail-button.rail-search", { type: "button", title: `${t("command.palette")} (${keyName("mod+k")})`,
          "aria-label": t("command.palette"), onclick: palette }, icon("search")),
        bell, self));
    this.effect(() => fill(nav, SECTIONS.map(([page, sign, address]) => {
      const here = route.value.page === page;
      return h("a.rail-button", {
        href: address(), title: t(`rail.${page}`), "aria-current": here ? "page" : null,
      }, icon(sign), h("span.rail-label", {}, t(`rail.${page}`)),
      page === "inbox" && counts.value.mine ? h("span.rail-dot", { "aria-hidden": "true" }) : null);
    })));
    this.effect(() => {
      const fresh = notices.value.filter(each => !each.read).length;
      const name = fresh ? t("notices.open", { n: fresh }) : t("notices.title");
      bell.setAttribute("aria-label", name);
      bell.title = name;
      fill(bell, icon("bell"), fresh ? h("span.rail-badge", { "aria-hidden": "true" }, fresh > 9 ? "9+" : fresh) : null);
    });
    this.effect(() => {
      const person = account.value;
      const presence = agents.value.get(person.id)?.presence ?? "offline";
      const name = t("rail.self", { name: person.name, presence: t(`presence.${presence}`) });
      self.setAttribute("aria-label", name);
      self.title = name;
      fill(self, avatar(person.name, { presence }));
    });
  }

  menu(anchor) {
    const presence = agents.peek().get(me())?.presence;
    openMenu(anchor, [
      { heading: account.peek().name },
      ...PRESENCES.map(each => ({
        value: each, label: t(`presence.${each}`), lead: h("span.presence", { class: each }), run: () => setPresence(each),
      })),
      { heading: t("theme.title") },
      ...THEMES.map(each => ({ value: each, label: t(`theme.${each}`), icon: "sun", run: () => { theme.value = each; } })),
      { heading: t("language.title") },
      ...languages.map(([value, label]) => ({ value, label, icon: "globe", run: () => use(value, true) })),
      { heading: t("rail.more") },
      { value: "keys", label: t("command.help"), hint: "?", icon: "keyboard", run: shortcutHelp },
      { value: "out", label: t("command.signOut"), icon: "exit", run: signOut },
    ], { selected: [presence, theme.peek(), language.peek()], filter: false, label: t("rail.menu") });
  }
}
customElements.define("app-rail", AppRail);
