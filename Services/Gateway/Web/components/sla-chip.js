import { MoatElement, h, fill } from "../app/dom.js";
import { icon } from "../app/icons.js";
import { t } from "../app/i18n.js";
import { everyTick, exact } from "../app/time.js";
import { describeClock, urgentClock } from "../app/tickets.js";

/** The promise that matters most on a ticket, counting down: icon, words and colour. */
class SLAChip extends MoatElement {
  set ticket(ticket) {
    this._ticket = ticket;
    if (this.isConnected) this.draw();
  }

  mount() {
    this.draw();
    this.end = everyTick(() => this.draw());
  }

  unmount() { this.end?.(); }

  draw() {
    const clock = this._ticket && urgentClock(this._ticket);
    if (!clock) {
      this.hidden = true;
      return;
    }
    const { level, icon: sign, text } = describeClock(clock, this._ticket);
    if (this.textContent === text && this.dataset.level === level) return;
    this.hidden = false;
    this.dataset.level = level;
    this.title = [t(`sla.${clock.metric}`), clock.dueAt ? exact(clock.dueAt) : null].filter(Boolean).join(" · ");
    fill(this, icon(sign), h("span.tabular", {}, text));
  }
}
customElements.define("sla-chip", SLAChip);

export function slaChip(ticket) {
  const chip = document.createElement("sla-chip");
  chip.ticket = ticket;
  return chip;
}
