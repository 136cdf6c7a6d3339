import { MoatElement, h, fill } from "../../app/dom.js";
import { t, number } from "../../app/i18n.js";
import { icon } from "../../app/icons.js";
import { get, list, post, put, remove } from "../../app/api.js";
import { navigate } from "../../app/router.js";
import { ago, dueAt } from "../../app/time.js";
import { mayAdmin } from "../../app/state.js";
import { PRIORITIES } from "../../app/tickets.js";
import { conditionSentence } from "../../app/conditions.js";
import { conditionEditor } from "../../components/condition-editor.js";
import { choice, confirm, labelled, openDialog, ticked } from "../../components/dialog.js";
import { skeleton } from "../../components/states.js";
import { attempt } from "../../components/toast.js";
import { head, loadInto, movers, nameFields, nameOf, save, secondsField, ticketOptions } from "./parts.js";

const METRICS = ["firstResponse", "nextReply", "periodicUpdate", "pausableUpdate", "requesterWait", "agentWork", "resolution", "teamTime"];
const ROLES = ["assignee", "teamLead", "manager", "seniorManager"];
const LASTING = /^ticket\.(subject|priority|channel|language|tags|team|requester\..+|followUpOf|fields\.\*)$/;
const FRESH = { name: "", names: {}, condition: { all: [] }, targets: { firstResponse: {} }, pausedIn: ["pending", "hold"],
  reopening: "resume", warnings: [{ percent: 75 }], escalations: [], enabled: true };

/** What is promised to whom, in the order in which policies are tried. */
class PoliciesPart extends MoatElement {
  mount() {
    this.list = h("ol.part-list");
    this.editor = h("div.part-editor");
    fill(this, head("policies", mayAdmin() ? [h("button.button", { type: "button", onclick: () => this.apply() }, t("policy.apply")),
      h("a.button.primary", { href: "/automation/policies/new" }, icon("plus"), t("policy.new"))] : null),
    h("div.part-columns", {}, this.list, this.editor));
    this.hear("event", ({ type }) => /^moat\.tickets\.polic/.test(type) && this.load(true));
    this.load();
  }

  load(quiet = false) {
    return loadInto(this.list, () => Promise.all([list("/sla-policies", {}, { size: 100 }), get("/view-fields"),
      list("/calendars", {}, { size: 100 })]), ([policies, { fields }, calendars]) => {
      this.policies = policies.items;
      this.fields = fields.filter(each => LASTING.test(each.name));
      this.calendars = calendars.items;
      this.arrive(this.place, quiet);
    }, quiet);
  }

  arrive(place, keep = false) {
    this.place = place;
    this.classList.toggle("has-part", Boolean(place.params.part));
    if (!this.policies) return;
    const { part } = place.params;
    fill(this.list, this.policies.map((each, index) => h("li.part-item", { class: each.id === part ? "selected" : "" },
      h("a.part-name", { href: `/automation/policies/${each.id}`, "aria-current": each.id === part ? "true" : null },
        h("span", {}, nameOf(each), each.enabled ? null : h("span.chip", {}, t("policy.off"))),
        h("span.quiet", {}, conditionSentence(each.condition, this.fields, ticketOptions(false)))),
      mayAdmin() ? movers(nameOf(each), index, this.policies.length, by => this.move(index, by)) : null)));
    if (keep && this.editor.querySelector("form")) return;
    if (!part) return void fill(this.editor, h("p.quiet.part-hint", {}, t("policy.choose")));
    const policy = part === "new" ? structuredClone(FRESH) : this.policies.find(each => each.id === part);
    if (policy) this.edit(policy);
    else fill(this.editor, h("p.quiet.part-hint", {}, t("error.notFound")));
  }

  move(index, by) {
    return attempt(async () => {
      const order = await get("/sla-policy-order");
      const ids = this.policies.map(each => each.id);
      ids.splice(index + by, 0, ...ids.splice(index, 1));
      await put("/sla-policy-order", { ids }, { match: order.version });
      await this.load(true);
    });
  }

  edit(policy) {
    const fixed = !mayAdmin();
    const names = nameFields(policy);
    const enabled = ticked(t("policy.enabled"), policy.enabled);
    const calendar = choice([["", t("policy.teamCalendar")], ...this.calendars.map(each => [each.id, each.name])], policy.calendar ?? "");
    const reopening = choice(["resume", "first"].map(each => [each, t(`policy.reopening.${each}`)]), policy.reopening);
    const editor = conditionEditor({ fields: this.fields, condition: policy.condition, options: ticketOptions(false) });
    const paused = ["new", "open", "pending", "hold"].map(each => [each, ticked(t(`status.${each}`), policy.pausedIn.includes(each))]);
    const targets = targetTable(policy.targets), warnings = warningRows(policy.warnings), steps = escalationRows(policy.escalations);
    const body = () => ({ ...names.read(), enabled: enabled.box.checked, condition: editor.condition, targets: targets.read(),
      ...(calendar.value ? { calendar: calendar.value } : {}), reopening: reopening.value, warnings: warnings.read(),
      escalations: steps.read(), pausedIn: paused.filter(([, box]) => box.box.checked).map(([name]) => name) });
    fill(this.editor, h("form.form.part-form", { inert: fixed, onsubmit: async event => {
      event.preventDefault();
      const saved = await save(() => (policy.id ? put(`/sla-policies/${policy.id}`, body(), { match: policy.version })
        : post("/sla-policies", body())), editor);
      if (!saved) return;
      navigate(`/automation/policies/${saved.id}`, { replace: !policy.id });
      fill(this.editor);
      await this.load(true);
    } }, fixed ? h("p.form-note", {}, icon("eye"), t("policy.readOnly")) : null,
    h("div.form-columns", {}, labelled(t("name.zh"), names.fields.zh), labelled(t("name.en"), names.fields.en)), enabled,
    h("section", {}, h("h2", {}, t("policy.for")), editor),
    h("section", {}, h("h2", {}, t("policy.targets")), targets.element),
    h("div.form-columns", {}, labelled(t("policy.calendar"), calendar), labelled(t("policy.reopening"), reopening)),
    h("fieldset.form-group", {}, h("legend.label", {}, t("policy.pausedIn")), h("div.checks", {}, paused.map(([, box]) => box))),
    h("section", {}, h("h2", {}, t("policy.warnings")), warnings.element),
    h("section", {}, h("h2", {}, t("policy.escalations")), steps.element),
    fixed ? null : h("div.part-actions", {}, h("button.button.primary", { type: "submit" }, t("action.save")),
      policy.id && policy.id !== "default" ? h("button.button", { type: "button", onclick: () => this.drop(policy) }, icon("trash"),
        t("action.remove")) : null)));
  }

  async drop(policy) {
    if (!await confirm(t("policy.removeTitle", { name: nameOf(policy) }), t("policy.removeText"), t("action.remove"))) return;
    await attempt(async () => {
      await remove(`/sla-policies/${policy.id}`, policy.version);
      navigate("/automation/policies");
      await this.load(true);
    });
  }

  /** What today's promises would change on open tickets; then does it. */
  async apply() {
    const box = h("div.form", {}, skeleton(5));
    const dialog = openDialog(t("policy.applyTitle"), box, { size: "large" });
    const seen = await attempt(() => get("/sla-preview"));
    if (!seen) return dialog.close();
    const name = id => (id ? nameOf(this.policies.find(each => each.id === id) ?? { name: id }) : t("policy.none"));
    fill(box, h("p", {}, t("policy.would", { changed: number(seen.changed), examined: number(seen.examined) }),
      seen.complete ? "" : ` ${t("policy.partly")}`),
    h("ul.explain-lines", {}, seen.moves.map(each => h("li", {}, t("policy.move", { n: each.tickets, from: name(each.from),
      to: name(each.to) }))), [["started", seen.started], ["retargeted", seen.retargeted], ["cancelled", seen.cancelled],
      ["breached", seen.breached]].filter(([, count]) => count).map(([kind, count]) => h("li", {}, t(`policy.count.${kind}`,
      { n: count })))),
    seen.examples.length ? h("ul.explain-lines", {}, seen.examples.slice(0, 8).map(each => h("li", {}, h("a",
      { href: `/inbox/all/${each.ticket}` }, `#${each.number}`), ": ", each.shifts.map(shift => t("policy.shift", {
      metric: t(`sla.${shift.metric}`), from: shift.dueBefore ? dueAt(shift.dueBefore) : t("field.none"),
      to: shift.dueAfter ? dueAt(shift.dueAfter) : t("field.none") })).join(t("list.comma"))))) : null,
    h("div.dialog-buttons", {}, h("button.button", { type: "button", onclick: () => dialog.close() }, t("action.cancel")),
      h("button.button.primary", { type: "button", disabled: !seen.changed, onclick: async () => {
        const state = await attempt(() => post("/sla-application", { version: seen.version }));
        if (state) fill(box, h("p", {}, t("policy.applying"), " ", state.startedAt ? ago(state.startedAt) : ""));
      } }, t("policy.applyNow"))));
    return undefined;
  }
}
customElements.define("policies-part", PoliciesPart);

/** Targets by metric and priority; empty is not promised. */
function targetTable(targets) {
  const cells = new Map();
  const row = metric => {
    const business = ticked("", Object.values(targets[metric] ?? {})[0]?.business !== false);
    business.box.setAttribute("aria-label", t("policy.businessOf", { metric: t(`sla.${metric}`) }));
    const fields = PRIORITIES.map(priority => [priority, secondsField(targets[metric]?.[priority]?.seconds,
      `${t(`sla.${metric}`)}, ${t(`priority.${priority}`)}`)]);
    cells.set(metric, { fields, business });
    return h("tr", {}, h("th", { scope: "row" }, t(`sla.${metric}`)), [...fields].reverse().map(([, field]) => h("td", {}, field)),
      h("td", {}, business));
  };
  const element = h("div.table-scroll", {}, h("table.table.targets", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" },
    t("policy.metric")), [...PRIORITIES].reverse().map(each => h("th", { scope: "col" }, t(`priority.${each}`))),
  h("th", { scope: "col" }, t("policy.business")))), h("tbody", {}, METRICS.map(row))));
  return { element, read: () => Object.fromEntries([...cells].map(([metric, { fields, business }]) => [metric, Object.fromEntries(
    fields.filter(([, field]) => field.seconds()).map(([priority, field]) => [priority, { seconds: field.seconds(),
      ...(business.box.checked ? {} : { business: false }) }]))]).filter(([, all]) => Object.keys(all).length)) };
}

/** Rows that can be added and taken away; `make(item)` gives `{ nodes, read }`. */
function rows(items, make, name, fresh) {
  let all = items.map(make);
  const element = h("div.form");
  const draw = () => fill(element, all.map(each => h("div.line-row", {}, each.nodes, h("button.icon-button", { type: "button",
    "aria-label": t("action.remove"), title: t("action.remove"), onclick: () => {
      all = all.filter(one => one !== each);
      draw();
    } }, icon("close")))), h("button.button.small", { type: "button", onclick: () => {
    all.push(make(fresh));
    draw();
  } }, icon("plus"), t(name)));
  draw();
  return { element, read: () => all.map(each => each.read()) };
}

const warningRows = warnings => rows(warnings, warning => {
  const size = h("input.field.short-number", { type: "number", min: 1, "aria-label": t("policy.warnAt"),
    value: String(warning.percent ?? Math.round((warning.secondsBefore ?? 0) / 60)) });
  const unit = choice([["percent", t("policy.percent")], ["before", t("policy.minutesBefore")]], warning.percent ? "percent" : "before");
  unit.setAttribute("aria-label", t("condition.unit"));
  return { nodes: [size, unit], read: () => ({ ...(unit.value === "percent" ? { percent: Number(size.value) }
    : { secondsBefore: Number(size.value) * 60 }), ...(warning.metrics ? { metrics: warning.metrics } : {}) }) };
}, "policy.addWarning", { percent: 75 });

const escalationRows = steps => rows(steps, step => {
  const after = secondsField(step.after, t("policy.after"));
  const to = choice(ROLES.map(each => [each, t(`escalate.${each}`)]), step.to);
  to.setAttribute("aria-label", t("policy.whom"));
  return { nodes: [h("span", {}, t("policy.after")), after, to], read: () => ({ to: to.value, after: after.seconds() ?? 0,
    ...(step.metrics ? { metrics: step.metrics } : {}) }) };
}, "policy.addStep", { to: "teamLead", after: 0 });

