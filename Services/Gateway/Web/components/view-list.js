import { MoatElement, h, fill } from "../app/dom.js";
import { t, capped } from "../app/i18n.js";
import { counts, company } from "../app/state.js";
import { route } from "../app/router.js";
import { VIEWS } from "../app/tickets.js";

/** The views with their live counts. */
class ViewList extends MoatElement {
  mount() {
    const list = h("ul");
    fill(this, h("p.views-company", {}, company.peek() || "Moat"), h("nav", { "aria-label": t("views.title") }, list));
    this.effect(() => fill(list, VIEWS.map(view => {
      const { page, params } = route.value;
      const count = counts.value[view];
      const here = page === "inbox" && params.view === view;
      return h("li", {}, h("a.view", { href: `/inbox/${view}`, "aria-current": here ? "page" : null },
        h("span.view-name", {}, t(`view.${view}`)),
        count === undefined ? null : h("span.view-count.tabular", {}, capped(count))));
    })));
  }
}
customElements.define("view-list", ViewList);
