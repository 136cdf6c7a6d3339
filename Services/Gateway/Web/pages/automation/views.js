import { MoatElement, h, fill, debounce } from "../../app/dom.js";
import { t, capped } from "../../app/i18n.js";
import { icon } from "../../app/icons.js";
import { get, post, put, remove } from "../../app/api.js";
import { navigate } from "../../app/router.js";
import { counts, loadViews, mayLead, views, viewName } from "../../app/state.js";
import { conditionSentence } from "../../app/conditions.js";
import { conditionEditor } from "../../components/condition-editor.js";
import { choice, labelled } from "../../components/dialog.js";
import { miniTicket } from "../../components/mini-ticket.js";
import { attempt, toast } from "../../components/toast.js";
import { head, loadInto, movers, nameFields, save, scopeFields, ticketOptions } from "./parts.js";

const COLUMNS = ["number", "subject", "requester.name", "requester.tier", "status", "priority", "channel", "assignee", "team", "tags",
  "language", "createdAt", "updatedAt", "firstRepliedAt", "solvedAt", "waitingSince", "assignedAt", "dueAt", "lastMessage",
  "messageCount", "rating.score"];
const SORTS = ["updated", "created", "due", "priority"];
const FRESH = { name: "", names: {}, scope: "personal", condition: { all: [{ field: "ticket.status", is: "anyOf",
  value: ["new", "open"] }] }, columns: ["number", "subject", "requester.name", "status", "priority", "assignee", "updatedAt"],
sort: "updated" };

/** The views: their order, and an editor with a live count. */
class ViewsPart extends MoatElement {
  mount() {
    this.list = h("ul.part-list");
    this.editor = h("div.part-editor");
    fill(this, head("views", h("a.button.primary", { href: "/automation/views/new" }, icon("plus"), t("views.new"))),
      h("div.part-columns", {}, this.list, this.editor));
    this.effect(() => this.drawList(views.value, counts.value));
    this.arrive(this.place);
  }

  drawList(all, now) {
    const { part } = this.place.params;
    fill(this.list, all.map((each, index) => h("li.part-item", { class: each.id === part ? "selected" : "" },
      h("a.part-name", { href: `/automation/views/${encodeURIComponent(each.id)}`, "aria-current": each.id === part ? "true" : null },
        h("span", {}, viewName(each.id)), h("span.quiet", {}, each.builtIn ? t("views.builtIn") : t(`scope.${each.scope}`))),
      now[each.id] === undefined ? null : h("span.view-count.tabular", {}, capped(now[each.id])),
      movers(viewName(each.id), index, all.length, by => this.move(index, by)))));
  }

  move(index, by) {
    const ids = views.peek().map(each => each.id);
    ids.splice(index + by, 0, ...ids.splice(index, 1));
    return attempt(async () => {
      await put("/view-order", { ids });
      await loadViews();
    });
  }

  arrive(place) {
    this.place = place;
    this.classList.toggle("has-part", Boolean(place.params.part));
    this.drawList(views.peek(), counts.peek());
    const { part } = place.params;
    if (!part) return fill(this.editor, h("p.quiet.part-hint", {}, t("views.choose")));
    return loadInto(this.editor, () => Promise.all([this.fields ??= get("/view-fields"),
      part === "new" ? structuredClone(FRESH) : get(`/views/${encodeURIComponent(part)}`)]), ([{ fields }, view]) => {
      if (part === this.place.params.part) this.edit(view, fields);
    });
  }

  edit(view, fields) {
    const options = ticketOptions(true);
    const fixed = view.builtIn || (view.id && view.scope !== "personal" && !mayLead());
    const names = nameFields(view.builtIn ? { name: viewName(view.id) } : view);
    const scope = scopeFields(view, mayLead());
    const sort = choice(SORTS.map(each => [each, t(`sort.${each}`)]), view.sort, () => tried());
    const direction = choice([["", t("views.usual")], ["other", t("views.reversed")]], view.descending === false ? "other" : "",
      () => tried());
    const group = choice([["", t("views.ungrouped")], ...["status", "priority", "channel", "assignee", "team", "requester.tier"]
      .map(each => [each, t(`column.${each}`)])], view.group ?? "");
    let columns = [...view.columns];
    const picker = h("div.columns");
    const editor = conditionEditor({ fields, condition: view.condition, options, onchange: () => tried() });
    const found = h("div.view-trial", { "aria-live": "polite" });
    const words = h("p.view-words");
    const body = () => ({ ...names.read(), ...scope.read(), condition: editor.condition, columns, sort: sort.value,
      group: group.value, ...(direction.value ? { descending: false } : {}) });
    const tried = debounce(async () => {
      fill(words, conditionSentence(editor.condition, fields, options));
      if (!editor.complete) return fill(found, h("p.quiet", {}, t("views.incomplete")));
      try {
        const trial = await post("/views/trials", { condition: editor.condition, sort: sort.value, limit: 5,
          ...(direction.value ? { descending: false } : {}) });
        return fill(found, h("p", {}, h("strong.tabular", {}, trial.atLeast ? `${capped(trial.count)}+` : capped(trial.count)), " ",
          t("views.found")), h("ul.mini-tickets", {}, trial.tickets.slice(0, 5).map(each => h("li", {}, miniTicket(each,
          { requester: true })))));
      } catch (problem) {
        editor.mark(problem.errors);
        return fill(found, h("p.form-fault", {}, problem.message));
      }
    }, 300);
    const drawColumns = () => fill(picker, columns.map((each, index) => h("span.tag.column", {}, columnName(each),
      movers(columnName(each), index, columns.length, by => {
        columns.splice(index + by, 0, ...columns.splice(index, 1));
        drawColumns();
      }), h("button", { type: "button", "aria-label": t("condition.removeValue", { value: columnName(each) }), disabled: columns.length < 2,
        onclick: () => { columns = columns.filter(one => one !== each); drawColumns(); } }, icon("close")))),
    adder());
    const adder = () => {
      const box = choice([["", t("views.addColumn")], ...COLUMNS.filter(each => !columns.includes(each)).map(each =>
        [each, columnName(each)])], "", value => {
        if (!value) return;
        columns.push(value);
        drawColumns();
      });
      box.setAttribute("aria-label", t("views.addColumn"));
      return box;
    };
    fill(this.editor, h("form.form.part-form", { onsubmit: async event => {
      event.preventDefault();
      const saved = await save(() => (view.id && !fixed ? put(`/views/${view.id}`, body(), { match: view.version })
        : post("/views", body())), editor);
      if (!saved) return;
      await loadViews();
      navigate(`/automation/views/${saved.id}`, { replace: !view.id });
      this.arrive(this.place);
    } }, fixed ? h("p.form-note", {}, icon("eye"), t("views.fixed")) : null,
    h("div.form-columns", {}, labelled(t("name.zh"), names.fields.zh), labelled(t("name.en"), names.fields.en)),
    h("div.form-columns", {}, labelled(t("scope.title"), scope.scope), labelled(t("field.team"), scope.team)),
    h("section", {}, h("h2", {}, t("views.condition")), editor, words),
    h("section", {}, h("h2", {}, t("views.columns")), picker),
    h("div.form-columns", {}, labelled(t("list.sort"), sort), labelled(t("views.direction"), direction), labelled(t("views.group"), group)),
    h("div.part-actions", {}, h("button.button.primary", { type: "submit" }, t(fixed ? "views.copy" : "action.save")),
      view.id ? h("a.button", { href: `/inbox/${encodeURIComponent(view.id)}` }, t("views.open")) : null,
      view.id && !fixed ? h("button.button", { type: "button", onclick: () => this.drop(view) }, icon("trash"), t("action.remove")) : null)),
    h("section.part-preview", {}, h("h2", {}, t("views.now")), found));
    scope.team.parentElement.hidden = scope.scope.value !== "team";
    drawColumns();
    tried();
  }

  drop(view) {
    return attempt(async () => {
      await remove(`/views/${view.id}`, view.version);
      await loadViews();
      navigate("/automation/views");
      const { id, owner, builtIn, version, ...rest } = view;
      toast(t("views.removed", { name: view.name }), { action: t("action.undo"), undo: true, run: () => attempt(async () => {
        await post("/views", rest);
        await loadViews();
      }) });
    });
  }
}
customElements.define("views-part", ViewsPart);

const columnName = name => (name.startsWith("fields.") ? name.slice(7) : t(`column.${name}`));
