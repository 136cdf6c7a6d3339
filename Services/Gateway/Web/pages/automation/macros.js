import { MoatElement, h, fill } from "../../app/dom.js";
import { t, number } from "../../app/i18n.js";
import { icon } from "../../app/icons.js";
import { post, put, remove } from "../../app/api.js";
import { navigate } from "../../app/router.js";
import { ago } from "../../app/time.js";
import { agents, loadMacros, macros, mayLead, teams, teamName } from "../../app/state.js";
import { PRIORITIES } from "../../app/tickets.js";
import { choice, labelled } from "../../components/dialog.js";
import { attempt, toast } from "../../components/toast.js";
import { head, loadInto, nameFields, nameOf, save, scopeFields } from "./parts.js";

const STATUSES = ["open", "pending", "hold", "solved"];
const PLACES = ["ticket.requester.name", "ticket.number", "ticket.subject", "agent.name"];
const words = text => text.split(/[,\uff0c]/).map(each => each.trim()).filter(Boolean);

/** The macros with how often they are used, and an editor. */
class MacrosPart extends MoatElement {
  mount() {
    this.list = h("ul.part-list");
    this.editor = h("div.part-editor");
    fill(this, head("macros", h("a.button.primary", { href: "/automation/macros/new" }, icon("plus"), t("macros.new"))),
      h("div.part-columns", {}, this.list, this.editor));
    this.effect(() => {
      if (macros.value) this.drawList(macros.value);
      else loadInto(this.list, loadMacros, () => {}, Boolean(this.list.firstChild));
    });
    this.arrive(this.place);
  }

  drawList(all) {
    const { part } = this.place.params;
    fill(this.list, all.length ? all.map(each => h("li.part-item", { class: each.id === part ? "selected" : "" },
      h("a.part-name", { href: `/automation/macros/${each.id}`, "aria-current": each.id === part ? "true" : null },
        h("span", {}, nameOf(each), each.code ? h("kbd", {}, `/${each.code}`) : null),
        h("span.quiet", {}, t(`scope.${each.scope}`), " · ", each.uses ? [t("macros.uses", { n: number(each.uses) }), " ",
          ago(each.usedAt)] : t("macros.unused"))))) : h("li.quiet.part-hint", {}, t("macros.none")));
  }

  async arrive(place) {
    this.place = place;
    this.classList.toggle("has-part", Boolean(place.params.part));
    if (macros.peek()) this.drawList(macros.peek());
    const { part } = place.params;
    if (!part) return fill(this.editor, h("p.quiet.part-hint", {}, t("macros.choose")));
    return loadInto(this.editor, loadMacros, all => {
      const macro = part === "new" ? { name: "", use: "any", scope: "personal", texts: {} } : all.find(each => each.id === part);
      if (part !== this.place.params.part) return undefined;
      return macro ? this.edit(macro) : fill(this.editor, h("p.quiet.part-hint", {}, t("error.notFound")));
    });
  }

  edit(macro) {
    const fixed = macro.id && macro.scope !== "personal" && !mayLead();
    const names = nameFields(macro), scope = scopeFields(macro, mayLead());
    const code = h("input.field", { maxlength: 40, value: macro.code ?? "", pattern: "[\\p{L}\\p{N}_-]+", autocomplete: "off" });
    const use = choice(["any", "reply", "note"].map(each => [each, t(`macros.use.${each}`)]), macro.use);
    const texts = Object.fromEntries(["zh", "en"].map(tongue => [tongue, h("textarea.field", { rows: 6, lang: tongue,
      value: macro.texts[tongue] ?? "" })]));
    const edit = macro.edit ?? {};
    const stays = ["-", t("bulk.same")];
    const status = choice([stays, ...STATUSES.map(each => [each, t(`status.${each}`)])], edit.status ?? "-");
    const priority = choice([stays, ...PRIORITIES.map(each => [each, t(`priority.${each}`)])], edit.priority ?? "-");
    const assignee = choice([stays, ["@me", t("macros.me")], ["", t("row.nobody")], ...[...agents.peek().values()]
      .map(each => [each.id, each.name])], edit.assignee ?? "-");
    const team = choice([stays, ["", t("field.none")], ...[...teams.peek().keys()].map(id => [id, teamName(id)])], edit.team ?? "-");
    const add = h("input.field", { value: (edit.addTags ?? []).join(", "), placeholder: t("bulk.tagHint") });
    const drop = h("input.field", { value: (edit.removeTags ?? []).join(", "), placeholder: t("bulk.tagHint") });
    let last = texts.zh;
    for (const text of Object.values(texts)) text.addEventListener("focus", () => { last = text; });
    const changes = () => {
      const said = Object.entries({ status, priority, assignee, team }).filter(([, box]) => box.value !== "-").map(([name, box]) =>
        [name, box.value]);
      const tags = [["addTags", words(add.value)], ["removeTags", words(drop.value)]].filter(([, list]) => list.length);
      return Object.fromEntries([...said, ...tags, ...(edit.fields ? [["fields", edit.fields]] : [])]);
    };
    const body = () => ({ ...names.read(), ...scope.read(), use: use.value, ...(code.value.trim() ? { code: code.value.trim() } : {}),
      texts: Object.fromEntries(Object.entries(texts).map(([tongue, box]) => [tongue, box.value]).filter(([, text]) => text.trim())),
      ...(Object.keys(changes()).length ? { edit: changes() } : {}) });
    fill(this.editor, h("form.form.part-form", { onsubmit: async event => {
      event.preventDefault();
      const saved = await save(() => (macro.id && !fixed ? put(`/macros/${macro.id}`, body(), { match: macro.version })
        : post("/macros", body())));
      if (!saved) return;
      macros.value = null;
      await loadMacros();
      navigate(`/automation/macros/${saved.id}`, { replace: !macro.id });
      this.arrive(this.place);
    } }, fixed ? h("p.form-note", {}, icon("eye"), t("macros.fixed")) : null,
    h("div.form-columns", {}, labelled(t("name.zh"), names.fields.zh), labelled(t("name.en"), names.fields.en),
      labelled(t("macros.code"), code)),
    h("div.form-columns", {}, labelled(t("macros.use"), use), labelled(t("scope.title"), scope.scope),
      labelled(t("field.team"), scope.team)),
    h("section", {}, h("h2", {}, t("macros.says")), h("div.form-columns", {}, labelled(t("language.zh"), texts.zh),
      labelled(t("language.en"), texts.en)), h("p.places", {}, t("macros.places"), PLACES.map(each => h("button.button.small",
      { type: "button", onclick: () => {
        last.setRangeText(`{{${each}}}`, last.selectionStart, last.selectionEnd, "end");
        last.focus();
      } }, t(`place.${each}`))))),
    h("section", {}, h("h2", {}, t("macros.does")), h("div.form-columns", {}, labelled(t("field.status"), status),
      labelled(t("field.priority"), priority), labelled(t("field.assignee"), assignee), labelled(t("macros.team"), team),
      labelled(t("bulk.addTags"), add), labelled(t("bulk.removeTags"), drop))),
    h("div.part-actions", {}, h("button.button.primary", { type: "submit" }, t(fixed ? "views.copy" : "action.save")),
      macro.id && !fixed ? h("button.button", { type: "button", onclick: () => this.drop(macro) }, icon("trash"), t("action.remove"))
        : null)));
    scope.team.parentElement.hidden = scope.scope.value !== "team";
  }

  drop(macro) {
    return attempt(async () => {
      await remove(`/macros/${macro.id}`, macro.version);
      macros.value = null;
      navigate("/automation/macros");
      const { id, owner, uses, usedAt, version, ...rest } = macro;
      toast(t("views.removed", { name: nameOf(macro) }), { action: t("action.undo"), undo: true, run: () => attempt(async () => {
        await post("/macros", rest);
        macros.value = null;
      }) });
    });
  }
}
customElements.define("macros-part", MacrosPart);
