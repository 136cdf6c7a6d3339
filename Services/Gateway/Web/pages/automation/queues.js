import { MoatElement, h, fill, debounce } from "../../app/dom.js";
import { t, number } from "../../app/i18n.js";
import { icon } from "../../app/icons.js";
import { list, put } from "../../app/api.js";
import { everyTick, duration } from "../../app/time.js";
import { STATES, loadQueues, policyWords, queueName, waitOf } from "../../app/queues.js";
import { mayLead, takeTicket } from "../../app/state.js";
import { PRIORITIES } from "../../app/tickets.js";
import { choice, labelled, openDialog, openForm } from "../../components/dialog.js";
import { miniTicket } from "../../components/mini-ticket.js";
import { emptyState } from "../../components/states.js";
import { head, loadInto, secondsField } from "./parts.js";

/** The queues of the teams: how many wait, who is there, how tickets are given out. */
class QueuesPart extends MoatElement {
  mount() {
    this.body = h("div.page-body.page-pad");
    fill(this, head("queues", h("a.button", { href: "/live" }, icon("screen"), t("live.title"))), this.body);
    this.load();
    const soon = debounce(() => this.load(true), 1500);
    this.hear("event", ({ type }) => /^moat\.tickets\.(opened|assigned|changed|solved|agent\.changed|queue\.changed|offered)/.test(type)
      && soon());
    this.end = everyTick(() => this.load(true));
  }

  unmount() { this.end?.(); }

  load(quiet = false) {
    return loadInto(this.body, loadQueues, queues => fill(this.body, queues.length ? h("ul.queues", {}, queues.map(each =>
      this.queue(each))) : emptyState("team", t("queue.none"))), quiet);
  }

  queue(queue) {
    const facts = [["queue.waiting", number(queue.waiting)], ["queue.longest", queue.waiting ? duration(waitOf(queue)) : t("field.none")],
      ["queue.atRisk", number(queue.atRisk)], ["queue.offered", number(queue.offered)], ["queue.free", number(queue.free)]];
    return h("li.queue", {}, h("header.queue-head", {}, h("h2", {}, queueName(queue)),
      h("span.row-actions", {}, h("button.button.small", { type: "button", disabled: !queue.waiting,
        onclick: () => this.tickets(queue) }, icon("list"), t("queue.show")),
      mayLead() ? h("button.button.small", { type: "button", onclick: () => this.edit(queue) }, icon("edit"), t("action.edit")) : null)),
    h("dl.queue-facts", {}, facts.map(([name, value]) => h("div", { class: name === "queue.atRisk" && queue.atRisk ? "bad" : "" },
      h("dt", {}, t(name)), h("dd.tabular", {}, value)))),
    h("p.queue-agents", {}, STATES.filter(each => queue.agents[each]).map(each => h("span", {}, h("span.presence", { class: each }),
      t("queue.agents", { n: queue.agents[each], presence: t(`presence.${each}`) })))),
    h("p.quiet", {}, policyWords(queue.policy)));
  }

  async tickets(queue) {
    const rows = h("ol.mini-tickets");
    const dialog = openDialog(t("queue.order", { name: queueName(queue) }), rows, { size: "side" });
    rows.addEventListener("click", event => { if (event.target.closest("a")) dialog.close(); });
    await loadInto(rows, () => list(`/queues/${queue.team}/tickets`, {}, { size: 50 }), ({ items }) => fill(rows, items.map(each =>
      h("li", {}, miniTicket(takeTicket(each), { requester: true })))));
  }

  edit({ policy, ...queue }) {
    const strategy = choice(["roundRobin", "leastLoaded", "mostSpare", "manual"].map(each => [each, t(`strategy.${each}`)]), policy.strategy);
    const order = choice(["age", "deadline"].map(each => [each, t(`queue.order.${each}`)]), policy.order);
    const points = Object.fromEntries(PRIORITIES.map(each => [each, h("input.field", { type: "number", value: String(policy.points[each] ?? 0),
      "aria-label": t(`priority.${each}`) })]));
    const slope = h("input.field", { type: "number", min: 0.01, step: "any", value: String(policy.slope) });
    const offer = secondsField(policy.offerSeconds, t("queue.offer"));
    const relax = secondsField(policy.relaxAfter, t("queue.relax"));
    const sticky = secondsField(policy.stickySeconds, t("queue.sticky"));
    const silent = secondsField(policy.silence?.seconds, t("queue.silence"));
    const action = choice(["next", "queue", "supervisor"].map(each => [each, t(`queue.action.${each}`)]), policy.silence?.action ?? "next");
    const most = h("input.field", { type: "number", min: 1, value: policy.limit ? String(policy.limit.count) : "" });
    const span = secondsField(policy.limit?.seconds, t("queue.limitSpan"));
    const row = (name, control, hint) => h("div.form-field", {}, h("span.label", {}, t(name)), control, hint ? h("p.quiet.form-hint", {},
      t(hint)) : null);
    openForm(t("queue.edit", { name: queueName(queue) }), [
      h("div.form-columns", {}, labelled(t("queue.strategy"), strategy), labelled(t("queue.first"), order)),
      h("fieldset.form-group", {}, h("legend.label", {}, t("queue.points")), h("div.form-columns.four", {},
        [...PRIORITIES].reverse().map(each => h("label.small-label", {}, t(`priority.${each}`), points[each])))),
      h("div.form-columns", {}, labelled(t("queue.slope"), slope), row("queue.offer", offer, "queue.offerHint")),
      h("div.form-columns", {}, row("queue.silence", silent), labelled(t("queue.then"), action)),
      h("div.form-columns", {}, row("queue.sticky", sticky, "queue.stickyHint"), row("queue.relax", relax, "queue.relaxHint")),
      h("div.form-columns", {}, labelled(t("queue.limit"), most), row("queue.limitSpan", span)),
    ], t("action.save"), async () => {
      const optional = { relaxAfter: relax.seconds(), offerSeconds: offer.seconds(), stickySeconds: sticky.seconds(),
        silence: silent.seconds() ? { seconds: silent.seconds(), action: action.value } : null,
        limit: most.value && span.seconds() ? { count: Number(most.value), seconds: span.seconds() } : null };
      await put(`/queues/${queue.team}`, { strategy: strategy.value, order: order.value, slope: Number(slope.value),
        points: Object.fromEntries(PRIORITIES.map(each => [each, Number(points[each].value)]).filter(([, value]) => value)),
        ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)) }, { match: policy.version });
      this.load(true);
    }, { size: "large" });
  }
}
customElements.define("queues-part", QueuesPart);
