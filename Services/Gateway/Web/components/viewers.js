import { MoatElement, h, fill } from "../app/dom.js";
import { t, language } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list, put, remove } from "../app/api.js";
import { emit } from "../app/bus.js";
import { signal } from "../app/signal.js";
import { avatar } from "./avatar.js";

// Who else has a ticket open (row 87). The server is told every ten seconds, and at once when the mode changes; it answers
// who else is there, and what may have been missed.

const BEAT = 10_000;
/** Who has the tickets of the list open: `Map` of ticket to viewers. */
export const crowd = signal(new Map());
let asked = [];

/** Names of people in a sentence. */
export const namesOf = people => new Intl.ListFormat(language.peek() === "zh" ? "zh-CN" : "en", { type: "conjunction" })
  .format(people.map(each => each.name));

/** Says which tickets are seen in a list; who else has them open is asked now and then. */
export function watchTickets(ids) {
  asked = ids.slice(0, 100);
}

async function lookAround() {
  if (document.hidden || !asked.length || !navigator.onLine) return;
  const { items } = await list("/viewers", { tickets: asked.join(",") }, { size: null }).catch(() => ({ items: null }));
  if (!items) return;
  const next = new Map(items.filter(each => each.viewers.length).map(each => [each.ticket, each.viewers]));
  const mark = map => JSON.stringify([...map].map(([id, all]) => [id, all.map(each => [each.agent, each.mode])]));
  if (mark(next) !== mark(crowd.peek())) crowd.value = next;
}
setInterval(lookAround, BEAT);

/** The others on the open ticket: faces in the head, and words above the composer while one of them writes. */
class TicketViewers extends MoatElement {
  viewers = [];

  mount() {
    this.mode = "viewing";
    this.timer = setInterval(() => this.beat(), BEAT);
    this.listen(document, "visibilitychange", () => this.beat());
    this.listen(window, "pagehide", () => this.leave());
    this.hear("writing", ({ ticket, on }) => {
      if (ticket !== this.ticket) return;
      this.writing = on;
      if (this.mode !== this.now) this.beat();
    });
    this.draw();
  }

  unmount() {
    clearInterval(this.timer);
    this.leave();
  }

  get now() { return document.hidden ? "idle" : this.writing ? "editing" : "viewing"; }

  show(ticket) {
    if (ticket === this.ticket) return;
    this.leave();
    this.ticket = ticket;
    this.viewers = [];
    this.writing = false;
    this.draw();
    if (ticket) this.beat();
  }

  leave() {
    if (this.ticket && this.told === this.ticket) remove(`/tickets/${this.ticket}/viewing`).catch(() => {});
    this.told = null;
  }

  async beat() {
    const { ticket } = this;
    if (!ticket || !navigator.onLine) return;
    this.mode = this.now;
    this.told = ticket;
    const seen = await put(`/tickets/${ticket}/viewing`, { mode: this.mode }).catch(() => null);
    if (!seen || ticket !== this.ticket) return;
    this.viewers = seen.viewers;
    this.draw();
    emit("viewed", seen);
  }

  draw() {
    const editors = this.viewers.filter(each => each.mode === "editing");
    const mark = JSON.stringify(this.viewers.map(each => [each.agent, each.mode]));
    if (mark === this.mark && this.firstChild) return;
    this.mark = mark;
    this.hidden = !this.viewers.length;
    fill(this, h("span.viewer-faces", {}, this.viewers.slice(0, 4).map(each => h("span.viewer", { class: each.mode },
      avatar(each.name, { label: true, size: "medium" })))),
    h("span.visually-hidden", { role: "status" }, this.viewers.length ? t(editors.length ? "viewers.writing" : "viewers.here",
      { names: namesOf(editors.length ? editors : this.viewers) }) : ""));
    emit("editors", { ticket: this.ticket, editors });
  }
}
customElements.define("ticket-viewers", TicketViewers);

/** The sign in a row: how many others look, and whether one writes. */
export function crowdSign(ticket) {
  const people = crowd.value.get(ticket);
  if (!people) return null;
  const editing = people.some(each => each.mode === "editing");
  const words = t(editing ? "viewers.writing" : "viewers.here", { names: namesOf(people) });
  return h("span.row-crowd", { class: editing ? "editing" : "", title: words }, icon(editing ? "edit" : "eye", words), people.length > 1
    ? people.length : null);
}
