import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { patch, post, remove } from "../app/api.js";
import { agents, agentName, takeTicket } from "../app/state.js";
import { dueAt, exact, relative } from "../app/time.js";
import { openMenu } from "./menu.js";
import { avatar } from "./avatar.js";
import { attempt, toast } from "./toast.js";

/** The steps of a ticket (row 42): tick, add, give to somebody, say until when. */
class TicketSteps extends MoatElement {
  set ticket(ticket) {
    const same = this._ticket?.id === ticket.id && this.isConnected
      && JSON.stringify(this._ticket.checklist) === JSON.stringify(ticket.checklist);
    this._ticket = ticket;
    if (this.isConnected && !same) this.draw();
  }

  mount() {
    this.upgrade("ticket");
    this.draw();
  }

  get path() { return `/tickets/${this._ticket.id}/checklist`; }

  change(item, edit) {
    return attempt(async () => takeTicket(await patch(`${this.path}/${item.id}`, edit)));
  }

  draw() {
    const steps = this._ticket?.checklist ?? [];
    const writing = this.contains(document.activeElement) && document.activeElement.localName === "input"
      && document.activeElement.type === "text";
    const words = writing ? document.activeElement.value : "";
    const field = h("input.field.step-new", { type: "text", maxlength: 500, placeholder: t("steps.add"), "aria-label": t("steps.add"),
      value: words, onkeydown: event => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        this.add(field);
      } });
    fill(this, steps.length ? h("ul.steps", {}, steps.map(each => this.step(each))) : null, field);
    if (writing) field.focus();
  }

  step(each) {
    const box = h("input", { type: "checkbox", checked: Boolean(each.doneAt), onchange: () => this.change(each, { done: box.checked }) });
    const facts = [each.mandatory ? h("span.chip", {}, t("steps.mandatory")) : null,
      each.assignee ? agentName(each.assignee) : null,
      each.dueAt && !each.doneAt ? h("span", { class: Date.parse(each.dueAt) < Date.now() ? "bad" : "", title: exact(each.dueAt) },
        t("sla.due", { when: dueAt(each.dueAt) })) : null,
      each.doneAt ? t("steps.doneBy", { name: each.doneBy?.name ?? "", when: relative(each.doneAt) }) : null].filter(Boolean);
    const menu = h("button.icon-button.small", { type: "button", "aria-haspopup": "listbox", "aria-label": t("steps.more",
      { text: each.text }), title: t("steps.more", { text: each.text }), onclick: () => this.menu(each, menu) }, icon("more"));
    return h("li.step", { class: each.doneAt ? "done" : "" }, h("label.step-text", {}, box, h("span", {}, each.text,
      facts.length ? h("span.step-facts", {}, facts.map(fact => (typeof fact === "string" ? h("span", {}, fact) : fact))) : null)), menu);
  }

  menu(each, anchor) {
    openMenu(anchor, [
      { value: "mandatory", label: t(each.mandatory ? "steps.optional" : "steps.makeMandatory"), icon: "flag",
        run: () => this.change(each, { mandatory: !each.mandatory }) },
      { value: "assign", label: t("steps.assign"), icon: "person", run: () => this.assign(each, anchor) },
      { value: "due", label: t("steps.due"), icon: "clock", run: async () =>
        (await import("../dialogs/moment.js")).openMoment(t("steps.due"), async dueAt_ => {
          await this.change(each, { dueAt: dueAt_ });
        }) },
      { value: "remove", label: t("steps.remove"), icon: "trash", danger: true, run: () => this.drop(each) },
    ], { filter: false, label: t("steps.more", { text: each.text }) });
  }

  assign(each, anchor) {
    openMenu(anchor, [{ value: "", label: t("row.nobody"), icon: "person" }, ...[...agents.peek().values()]
      .filter(one => one.active !== false).map(one => ({ value: one.id, label: one.name,
        lead: avatar(one.name, { presence: one.presence }) }))],
    { selected: each.assignee ?? "", filter: true, label: t("steps.assign"), onpick: assignee => this.change(each, { assignee }) });
  }

  async add(field) {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    const done = await attempt(async () => takeTicket(await post(this.path, { text })));
    if (!done) field.value = text;
  }

  drop(each) {
    return attempt(async () => {
      takeTicket(await remove(`${this.path}/${each.id}`));
      const { text, mandatory, assignee, dueAt: due } = each;
      toast(t("steps.removed"), { action: t("action.undo"), undo: true, run: () => attempt(async () => takeTicket(await post(this.path,
        { text, mandatory, ...(assignee ? { assignee } : {}), ...(due ? { dueAt: due } : {}) }))) });
    });
  }
}
customElements.define("ticket-steps", TicketSteps);
