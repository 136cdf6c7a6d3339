import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { company } from "../app/state.js";
import { errorState } from "../components/states.js";

/** How the desk works: each part is fetched when it is first opened. */
const PARTS = {
  views: ["list", () => import("./automation/views.js")],
  macros: ["bolt", () => import("./automation/macros.js")],
  queues: ["team", () => import("./automation/queues.js")],
  policies: ["clock", () => import("./automation/policies.js")],
  calendars: ["table", () => import("./automation/calendars.js")],
  surveys: ["star", () => import("./automation/surveys.js")],
  cases: ["alert", () => import("./automation/cases.js")],
  intent: ["tag", () => import("./automation/intent.js")],
  trash: ["trash", () => import("./automation/trash.js")],
};

class AutomationPage extends MoatElement {
  mount() {
    this.nav = h("nav.parts", { "aria-label": t("automation.title") });
    this.body = h("div.part");
    fill(this, this.nav, this.body);
    this.arrive(this.place);
  }

  async arrive({ params }) {
    const part = PARTS[params.id] ? params.id : "views";
    document.title = `${t(`automation.${part}`)} · ${company.peek() || "Moat"}`;
    fill(this.nav, h("p.parts-title", {}, t("automation.title")), h("ul", {}, Object.entries(PARTS).map(([name, [sign]]) => h("li", {},
      h("a.part-link", { href: `/automation/${name}`, "aria-current": name === part ? "page" : null }, icon(sign),
        h("span", {}, t(`automation.${name}`)))))));
    const name = `${part}-part`;
    try {
      await PARTS[part][1]();
    } catch (problem) {
      return fill(this.body, h("h1.visually-hidden", {}, t(`automation.${part}`)), errorState(problem, () => this.arrive(this.place)));
    }
    if (this.place.params !== params) return undefined;
    const shown = this.body.firstElementChild;
    if (shown?.localName === name) return shown.arrive?.(this.place);
    return fill(this.body, Object.assign(document.createElement(name), { place: this.place }));
  }
}
customElements.define("automation-page", AutomationPage);
