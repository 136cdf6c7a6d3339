import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t, named } from "../app/i18n.js";
import { icon, channelIcon } from "../app/icons.js";
import { list } from "../app/api.js";
import { ago } from "../app/time.js";
import { emptyState, errorState, skeleton } from "./states.js";

const CHANNELS = ["mail", "wechat", "form", "chat"];
const LATE = 60 * 60 * 1000;

/** What happened with a customer on every channel, newest first. */
class CustomerTimeline extends MoatElement {
  channel = null;

  mount() {
    this.filters = h("div.segments", { role: "group", "aria-label": t("timeline.channels") });
    this.list = h("ol.timeline");
    this.foot = h("div");
    fill(this, this.filters, this.list, this.foot);
    this.again = debounce(() => this.load(true), 400);
    this.hear("ticket", ({ ticket, event }) => event && ticket.requester.id === this.customer && this.again());
    this.hear("customer", ({ customer, loser }) => loser && customer.id === this.customer && this.again());
    this.drawFilters();
    this.load();
  }

  drawFilters() {
    fill(this.filters, [null, ...CHANNELS].map(channel => h("button.segment", {
      type: "button", "aria-pressed": String(channel === this.channel), title: channel ? t(`channel.${channel}`) : null,
      onclick: () => {
        this.channel = channel;
        this.drawFilters();
        this.load();
      },
    }, channel ? icon(channelIcon(channel), t(`channel.${channel}`)) : t("timeline.all"))));
  }

  async load(quiet = false) {
    const turn = this.turn = (this.turn ?? 0) + 1;
    if (!quiet) fill(this.list, h("li", {}, skeleton(4)));
    try {
      const { items, after } = await list(`/customers/${this.customer}/timeline`, { channel: this.channel },
        { size: this.size ?? 15 });
      if (turn !== this.turn) return;
      this.items = items;
      this.after = after;
      this.draw();
    } catch (problem) {
      if (turn === this.turn && !quiet) fill(this.list, h("li", {}, errorState(problem, () => this.load())));
    }
  }

  async more() {
    const { items, after } = await list(`/customers/${this.customer}/timeline`, { channel: this.channel },
      { size: 30, after: this.after });
    this.items.push(...items);
    this.after = after;
    this.draw();
  }

  draw() {
    fill(this.list, this.items.length ? this.items.map(each => this.entry(each))
      : h("li", {}, emptyState("clock", t("timeline.empty"))));
    fill(this.foot, this.after ? h("button.link-button", { type: "button", onclick: () => this.more() }, t("timeline.more"))
      : null);
  }

  entry(each) {
    const id = each.ref?.startsWith("ticket/") ? each.ref.slice(7) : null;
    const late = Date.parse(each.receivedAt) - Date.parse(each.occurredAt) > LATE;
    const here = id && id === this.current;
    return h("li.timeline-entry", { class: here ? "here" : "" },
      h("span.timeline-sign", {}, icon(each.channel ? channelIcon(each.channel) : "person",
        each.channel ? t(`channel.${each.channel}`) : null)),
      h("div.timeline-text", {},
        h("p.timeline-head", {}, h("span.timeline-kind", {}, named(`timeline.kind.${each.kind}`, each.kind)),
          each.number ? (here ? h("span.tabular", {}, t("timeline.thisTicket"))
            : h("a.tabular", { href: `/inbox/all/${id}` }, `#${each.number}`)) : null,
          late ? h("span.chip", {}, t("timeline.late")) : null, ago(each.occurredAt)),
        each.summary ? h("p.timeline-words", {}, each.summary) : null));
  }
}
customElements.define("customer-timeline", CustomerTimeline);
