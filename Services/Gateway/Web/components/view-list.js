import { MoatElement, h, fill } from "../app/dom.js";
import { t, capped } from "../app/i18n.js";
import { counts, company, views, viewName } from "../app/state.js";
import { route } from "../app/router.js";

/** The views with their live counts. */
class ViewList extends MoatElement {
  mount() {
    const list = h("ul");
    fill(this, h("p.views-company", {}, company.peek() || "Moat"), h("nav", { "aria-label": t("views.title") }, list));
    this.effect(() => fill(list, views.value.map(({ id }) => {
      const { page, params } = route.value;
      const count = counts.value[id];
      const here = page === "inbox" && params.view === id;
      return h("li", {}, h("a.view", { href: `/inbox/${encodeURIComponent(id)}`, "aria-current": here ? "page" : null },
        h("span.view-name", {}, viewName(id)),
        count === undefined ? null : h("span.view-count.tabular", {}, capped(count))));
    })));
  }
}
customElements.define("view-list", ViewList);
