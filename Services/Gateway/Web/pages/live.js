import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t, number, percent } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get } from "../app/api.js";
import { clockTime, duration, everyTick } from "../app/time.js";
import { STATES, loadQueues, queueName, waitOf } from "../app/queues.js";
import { agents, company, counts } from "../app/state.js";
import { period } from "../app/metrics.js";
import { avatar } from "../components/avatar.js";
import { errorState, skeleton } from "../components/states.js";

const COMPARED = ["volume", "solved", "csat", "slaAttainment"];

/** The wall: what waits now, who is there, today against yesterday at the same time; for a screen across the room. */
class LivePage extends MoatElement {
  mount() {
    document.title = `${t("live.title")} · ${company.peek() || "Moat"}`;
    this.tiles = h("ul.wall-tiles", {}, skeleton(3));
    this.queues = h("section.wall-card");
    this.people = h("section.wall-card");
    this.days = h("section.wall-card");
    this.clock = h("span.tabular.wall-clock");
    const full = h("button.button", { type: "button", onclick: () => (document.fullscreenElement ? document.exitFullscreen()
      : this.requestFullscreen?.()) }, icon("screen"), t("live.full"));
    fill(this, h("div.page.wall", {}, h("header.page-head", {}, h("h1", {}, t("live.title")), this.clock,
      h("div.page-tools", {}, h("a.button", { href: "/automation/queues" }, icon("gear"), t("automation.queues")), full)),
    h("div.page-body.wall-body", { tabindex: "-1" }, this.tiles, h("div.wall-columns", {}, this.queues, this.people, this.days))));
    this.effect(() => this.drawPeople(agents.value));
    this.effect(() => counts.value && this.loaded && this.drawTiles());
    const soon = debounce(() => this.loadQueues(), 800);
    this.hear("event", ({ type }) => /^moat\.tickets\./.test(type) && soon());
    this.hear("refetch", () => this.load());
    this.end = everyTick(() => this.tick());
    this.load();
  }

  unmount() { this.end?.(); }

  tick() {
    this.turns = (this.turns ?? 0) + 1;
    if (this.loaded) this.drawTiles();
    if (this.turns % 3 === 0) this.loadQueues();
    if (this.turns % 30 === 0) this.loadDays();
  }

  load() {
    this.loadQueues();
    this.loadDays();
  }

  async loadQueues() {
    try {
      this.loaded = await loadQueues();
      this.drawTiles();
      this.drawQueues();
    } catch (problem) {
      if (!this.loaded) fill(this.tiles, h("li", {}, errorState(problem, () => this.load())));
    }
  }

  drawTiles() {
    const sum = member => this.loaded.reduce((all, each) => all + each[member], 0);
    const longest = Math.max(0, ...this.loaded.map(each => waitOf(each)));
    const there = [...agents.peek().values()].filter(each => each.active !== false && each.presence === "online").length;
    const tile = (name, value, level) => h("li.wall-tile", { dataset: level ? { level } : {} }, h("span.wall-name", {}, level
      ? icon("alert") : null, t(name)), h("strong.wall-value.tabular", { class: value.length > 5 ? "long" : "" },
      value));
    fill(this.tiles, tile("queue.waiting", number(sum("waiting")), sum("waiting") > there * 3 ? "warn" : null),
      tile("queue.longest", longest ? duration(longest) : t("field.none"), longest > 4 * 3600 ? "warn" : null),
      tile("queue.atRisk", number(sum("atRisk")), sum("atRisk") ? "bad" : null),
      tile("view.open", counts.peek().open > 999 ? "999+" : number(counts.peek().open ?? 0)),
      tile("live.online", number(there), there ? null : "bad"), tile("queue.free", number(sum("free"))));
    fill(this.clock, clockTime(new Date()));
  }

  drawQueues() {
    const rows = [...this.loaded].sort((a, b) => b.waiting - a.waiting);
    fill(this.queues, h("h2", {}, t("live.queues")), h("table.table.wall-table", {}, h("thead", {}, h("tr", {},
      ["live.queue", "queue.waiting", "queue.longest", "queue.atRisk", "queue.free"].map((name, at) => h("th", { scope: "col",
        class: at ? "number" : "" }, t(name))))),
    h("tbody", {}, rows.map(each => h("tr", {}, h("td", {}, queueName(each)), h("td.number", {}, number(each.waiting)),
      h("td.number", {}, each.waiting ? duration(waitOf(each)) : t("field.none")),
      h("td.number", { class: each.atRisk ? "bad" : "" }, each.atRisk ? [icon("alert"), " "] : null, number(each.atRisk)),
      h("td.number", {}, number(each.free)))))));
  }

  drawPeople(all) {
    const people = [...all.values()].filter(each => each.active !== false);
    fill(this.people, h("h2", {}, t("live.people")), STATES.map(state => [state, people.filter(each => each.presence === state)])
      .filter(([, list]) => list.length).map(([state, list]) => h("div.wall-state", {}, h("h3", {}, h("span.presence", { class: state }),
        t("queue.agents", { n: list.length, presence: t(`presence.${state}`) })),
      h("ul.wall-people", {}, list.map(each => h("li", {}, avatar(each.name), h("bdi", {}, each.name),
        h("span.quiet.tabular", {}, t("assign.load", { n: each.load, capacity: each.capacity }))))))));
  }

  /** Today so far and yesterday up to the same time. */
  async loadDays() {
    const { from } = period(1), now = new Date();
    const day = 86_400_000;
    const ask = (metric, since, to) => get(`/metrics/${metric}`, { from: since.toISOString(), to: to.toISOString(),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone }).then(answer => answer.total, () => null);
    const rows = await Promise.all(["firstResponse", ...COMPARED].map(async metric => [metric, await ask(metric, from, now),
      await ask(metric, new Date(from - day), new Date(now - day))]));
    const text = (metric, total) => {
      const value = metric === "firstResponse" ? total?.median ?? total?.value : total?.value;
      if (value === null || value === undefined) return t("reports.noData");
      return metric === "firstResponse" ? duration(value) : metric === "csat" || metric === "slaAttainment" ? percent(value) : number(value);
    };
    fill(this.days, h("h2", {}, t("live.days")), h("table.table.wall-table", {}, h("thead", {}, h("tr", {},
      [h("th", { scope: "col" }, t("live.number")), h("th.number", { scope: "col" }, t("time.today")), h("th.number", { scope: "col" },
        t("live.yesterday"))])),
    h("tbody", {}, rows.map(([metric, today, before]) => h("tr", {}, h("td", {}, t(`reports.${metric}`)),
      h("td.number", {}, h("strong", {}, text(metric, today))), h("td.number.quiet", {}, text(metric, before)))))));
  }
}
customElements.define("live-page", LivePage);
