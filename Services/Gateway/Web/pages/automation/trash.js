import { MoatElement, h, fill } from "../../app/dom.js";
import { t } from "../../app/i18n.js";
import { icon } from "../../app/icons.js";
import { list, post, remove } from "../../app/api.js";
import { ago, day } from "../../app/time.js";
import { mayAdmin, takeTicket } from "../../app/state.js";
import { confirm } from "../../components/dialog.js";
import { emptyState } from "../../components/states.js";
import { attempt, toast } from "../../components/toast.js";
import { head, loadInto } from "./parts.js";

/** What was thrown away, with the way back. */
class TrashPart extends MoatElement {
  mount() {
    this.body = h("div.page-body");
    fill(this, head("trash"), this.body);
    this.load();
  }

  load(after) {
    return loadInto(this.body, () => list("/trash", {}, { size: 50, after }), ({ items, after: next }) => {
      fill(this.body, items.length ? h("table.table", {}, h("thead", {}, h("tr", {}, [["column.subject"], ["trash.at", "number hide-small"],
        ["trash.by", "hide-small"], ["trash.purged", "number"], ["trash.actions"]].map(([name, kind]) =>
        h("th", { scope: "col", class: kind }, t(name))))),
      h("tbody", {}, items.map(each => this.row(each)))) : emptyState("trash", t("trash.empty")),
      next ? h("p.table-more", {}, h("button.button", { type: "button", onclick: () => this.load(next) }, t("timeline.more"))) : null);
    });
  }

  row(each) {
    const { id, number, subject } = each.ticket;
    return h("tr", {}, h("td", {}, h("a", { href: `/inbox/all/${id}` }, `#${number} ${subject || t("ticket.noSubject")}`)),
      h("td.number.hide-small", {}, ago(each.trashedAt)), h("td.hide-small", {}, each.by.name ?? ""),
      h("td.number", {}, day(each.purgedAt)), h("td", {}, h("span.row-actions", {},
        h("button.button.small", { type: "button", onclick: () => attempt(async () => {
          takeTicket(await post(`/tickets/${id}/restoration`));
          toast(t("trash.restored", { number }), { kind: "good" });
          this.load();
        }) }, icon("undo"), t("state.restore")),
        mayAdmin() ? h("button.button.small", { type: "button", onclick: async () => {
          if (!await confirm(t("trash.purge"), t("trash.purgeText", { number }), t("trash.purge"))) return;
          await attempt(() => remove(`/trash/${id}`));
          this.load();
        } }, t("trash.purge")) : null)));
  }
}
customElements.define("trash-part", TrashPart);
