import { MoatElement, h, fill } from "../app/dom.js";
import { t, number } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { duration, dueAt, exact, everyTick } from "../app/time.js";
import { describeClock, workLeft } from "../app/tickets.js";

/** Every promise on a ticket: how much of it is used, when it ends, in which kind of time it counts. */
class SLAClocks extends MoatElement {
  mount() {
    this.draw();
    this.end = everyTick(() => this.draw());
  }

  unmount() { this.end?.(); }

  set ticket(ticket) {
    this._ticket = ticket;
    if (this.isConnected) this.draw();
  }

  draw() {
    const clocks = this._ticket?.clocks ?? [];
    fill(this, clocks.length ? h("ul.clocks", {}, clocks.map(clock => this.clock(clock))) : h("p.quiet", {}, t("sla.none")));
  }

  clock(clock) {
    const work = workLeft(clock);
    const left = (Date.parse(clock.dueAt) - Date.now()) / 1000;
    const { level, icon: sign, text: short } = describeClock(clock, this._ticket);
    // Both kinds of time have a line of their own here.
    const both = work !== null && left - work > 120;
    const text = both && left > 0 ? t("sla.left", { time: duration(left) }) : short;
    const share = clock.state === "breached" ? 1 : Math.min(1, clock.elapsed / clock.target);
    const target = t(clock.business ? "sla.targetBusiness" : "sla.target", { time: duration(clock.target) });
    const when = clock.dueAt && clock.state === "running" ? t("sla.due", { when: dueAt(clock.dueAt) })
      : clock.metAt ? t("sla.doneIn", { time: duration(clock.elapsed) }) : null;
    const rest = both ? h("p.clock-foot", {}, h("span", {}, t("sla.workOnly", { time: duration(work) }))) : null;
    return h("li.clock", { dataset: { level } },
      h("p.clock-head", {}, h("span", {}, t(`sla.${clock.metric}`)), h("span.clock-state", {}, icon(sign), text)),
      h("div.meter", { role: "meter", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(share * 100),
        "aria-label": t("sla.used", { percent: number(Math.round(share * 100)) }) },
          h("span", { style: { width: `${share * 100}%` } })),
      h("p.clock-foot", {}, h("span", {}, target),
        when ? h("span", { title: clock.dueAt ? exact(clock.dueAt) : null }, when) : null), rest);
  }
}
customElements.define("sla-clocks", SLAClocks);
