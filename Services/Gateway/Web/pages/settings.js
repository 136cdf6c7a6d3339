import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { company, may } from "../app/state.js";
import { navigate } from "../app/router.js";
import { skeleton, errorState } from "../components/states.js";

// The settings: sections on the left, one of them at a time. Each section is a module that is fetched when it is opened
// and whose `show(host)` fills it.

/** Groups of sections: name, icon, the right that opens it (null: everybody's own), the module. */
const GROUPS = [
  ["own", [
    ["security", "person", null, () => import("../settings/security.js")],
  ]],
  ["house", [
    ["people", "people", "accounts:manage", () => import("../settings/people.js")],
    ["teams", "team", "staff:manage", () => import("../settings/teams.js")],
    ["roles", "table", "roles:manage", () => import("../settings/roles.js")],
  ]],
  ["programs", [
    ["keys", "api", "keys:manage", () => import("../settings/keys.js")],
    ["webhooks", "send", "webhooks:manage", () => import("../settings/webhooks.js")],
  ]],
  ["watch", [
    ["audit", "eye", "audit:read", () => import("../settings/audit.js")],
  ]],
];

const open = right => right === null || may(right);

class SettingsPage extends MoatElement {
  mount() {
    this.nav = h("nav.settings-nav", { "aria-label": t("settings.title") });
    this.body = h("div.settings-body", { tabindex: "-1" });
    fill(this, this.nav, this.body);
    this.arrive(this.place);
  }

  arrive(place) {
    const sections = GROUPS.flatMap(([, sections]) => sections).filter(([, , right]) => open(right));
    const section = sections.find(([name]) => name === place.params.id);
    if (!section) return navigate(`/settings/${sections[0][0]}`, { replace: true });
    const [name, , , load] = section;
    document.title = `${t(`settings.${name}`)} · ${company.peek() || "Moat"}`;
    fill(this.nav, h("h1.settings-title", {}, t("settings.title")), GROUPS.map(([group, entries]) => {
      const shown = entries.filter(([, , right]) => open(right));
      return shown.length ? [h("h2.shelf-heading", {}, t(`settings.group.${group}`)), shown.map(([each, sign]) =>
        h("a.shelf-item", { href: `/settings/${each}`, "aria-current": each === name ? "page" : null },
          icon(sign), h("span.shelf-title", {}, t(`settings.${each}`))))] : null;
    }));
    // On a small screen the sections are a row that scrolls.
    this.nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.draw(name, load);
  }

  async draw(name, load) {
    const turn = this.turn = (this.turn ?? 0) + 1;
    const content = h("div", {}, skeleton(6));
    const tools = h("div.page-tools");
    fill(this.body, h("header.settings-head", {}, h("div", {}, h("h2", {}, t(`settings.${name}`)),
      h("p.quiet", {}, t(`settings.${name}.lead`))), tools), content);
    try {
      const section = await load();
      if (turn === this.turn) await section.show(content, tools);
    } catch (problem) {
      if (turn === this.turn) fill(content, errorState(problem, () => this.draw(name, load)));
    }
  }
}

customElements.define("settings-page", SettingsPage);
