import { MoatElement, h, fill } from "../app/dom.js";
import { t, named, percent } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, patch } from "../app/api.js";
import { takeTicket, teamName } from "../app/state.js";
import { setField, update, unsolved } from "../app/tickets.js";
import { openMenu } from "./menu.js";
import { attempt } from "./toast.js";

const ASPECTS = ["category", "team", "priority", "tags"];
/** Below this nobody is asked. */
const LEAST = 0.65;
let settings = null;

/** What the desk has learnt to propose, with one settings read for the page. */
export const intentSettings = () => (settings ??= get("/intent/settings").catch(() => {
  settings = null;
  return { categoryField: "category", enabled: false };
}));

export const labelName = (aspect, label) => (aspect === "team" ? teamName(label) ?? label : named(`${aspect}.${label}`, label));

/** What a ticket seems to be about, to be accepted or corrected with a click; the desk learns from both. */
class TicketProposals extends MoatElement {
  set ticket(ticket) {
    const same = this._ticket?.id === ticket.id;
    this._ticket = ticket;
    if (!this.isConnected) return;
    if (same) this.draw();
    else this.load();
  }

  mount() { if (this._ticket) this.load(); }

  async load() {
    const { id } = this._ticket;
    this.guesses = null;
    fill(this);
    const { categoryField, enabled } = await intentSettings();
    this.field = categoryField;
    const guesses = enabled && unsolved(this._ticket) ? await get(`/tickets/${id}/intent`).catch(() => null) : null;
    if (id !== this._ticket.id) return;
    this.guesses = guesses;
    this.draw();
  }

  has(aspect, label) {
    const ticket = this._ticket;
    if (aspect === "category") return ticket.fields?.[this.field] === label;
    return aspect === "tags" ? ticket.tags.includes(label) : (ticket[aspect] ?? "") === label;
  }

  draw() {
    const category = this._ticket.fields?.[this.field];
    const rows = ASPECTS.map(aspect => [aspect, this.guesses?.[aspect]?.[0]])
      .filter(([aspect, guess]) => guess && guess.confidence >= LEAST && !this.has(aspect, guess.label));
    fill(this, h("div.field-row", {}, h("dt", {}, t("intent.category")), h("dd", {}, h("button.field-value", { type: "button",
      "aria-haspopup": "listbox", onclick: event => this.choose(event.currentTarget),
      "aria-label": `${t("intent.category")}: ${category ? labelName("category", category) : t("field.none")}` },
    h("span", {}, category ? labelName("category", category) : t("field.none")), icon("down")))),
    rows.map(([aspect, guess]) => h("div.proposal", {}, h("span.proposal-text", {}, t("proposal.is", { aspect: t(`intent.${aspect}`),
      label: labelName(aspect, guess.label), percent: percent(guess.confidence) })),
    h("button.button.small", { type: "button", onclick: () => this.accept(aspect, guess.label) }, icon("check"), t("proposal.accept")))));
  }

  choose(anchor) {
    const guesses = this.guesses?.category ?? [];
    openMenu(anchor, [{ value: "", label: t("field.none") }, ...guesses.map(each => ({ value: each.label,
      label: labelName("category", each.label), hint: percent(each.confidence), icon: "tag" }))], {
      selected: this._ticket.fields?.[this.field] ?? "", filter: true, label: t("intent.category"),
      onpick: value => setField(this._ticket.id, this.field, value || null), create: text => setField(this._ticket.id, this.field, text),
    });
  }

  accept(aspect, label) {
    const { id } = this._ticket;
    if (aspect === "category") return setField(id, this.field, label);
    if (aspect === "tags") return attempt(async () => takeTicket(await patch(`/tickets/${id}`, { addTags: [label] })));
    return update(id, { [aspect]: label });
  }
}
customElements.define("ticket-proposals", TicketProposals);
