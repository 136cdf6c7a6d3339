import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t, language, number, percent, named } from "../app/i18n.js";
import { get, list } from "../app/api.js";
import { ago, duration } from "../app/time.js";
import { navigate, withQuery } from "../app/router.js";
import { company } from "../app/state.js";
import { DURATIONS, dayKeys, dayLabel, dayRange, durationStep, longDayLabel, period, sampleText,
  valueText } from "../app/metrics.js";
import { openBehind } from "../components/behind.js";
import { openDialog } from "../components/dialog.js";
import { errorState } from "../components/states.js";
import "../components/chart-card.js";

const PERIODS = [7, 30, 90];
const TILES = ["backlog", "volume", "solved", "firstResponse", "resolution", "csat", "slaAttainment"];
const CHARTS = [["firstResponse", "day", "reports.chart.firstResponse"], ["volume", "channel", "reports.chart.volume"],
  ["csat", "day", "reports.chart.csat"], ["slaAttainment", "day", "reports.chart.sla"]];

/** How the service does: tiles and four charts, each number leading to its tickets. */
class ReportsPage extends MoatElement {
  mount() {
    document.title = `${t("reports.title")} · ${company.peek() || "Moat"}`;
    this.periods = h("div.segments", { role: "group", "aria-label": t("reports.period") });
    this.kinds = h("div.segments", { role: "group", "aria-label": t("reports.timeKind") });
    this.asOf = h("span.quiet");
    this.tiles = h("ul.tiles");
    this.cards = new Map(CHARTS.map(([metric, , title]) => {
      const card = Object.assign(document.createElement("chart-card"), { name: metric, heading: t(title) });
      return [metric, card];
    }));
    this.body = h("div.page-body.report-body", { tabindex: "-1" }, this.tiles, h("div.charts", {}, [...this.cards.values()]));
    fill(this, h("div.page", {}, h("header.page-head", {}, h("h1", {}, t("reports.title")), this.asOf,
      h("div.page-tools", {}, h("button.button", { type: "button", onclick: () => this.explain() }, t("reports.formula")),
        this.kinds, this.periods)), this.body));
    this.soon = debounce(() => this.load(true), 4000);
    this.hear("event", ({ type }) => /^moat\.tickets\.(opened|replied|solved|reopened|rated|sla\.met|sla\.breached)$/.test(type)
      && this.soon());
    this.hear("refetch", () => this.load(true));
    this.arrive(this.place);
  }

  arrive({ query }) {
    this.days = PERIODS.includes(Number(query.days)) ? Number(query.days) : 30;
    this.business = query.time === "business";
    const segment = (text, on, change) => h("button.segment",
      { type: "button", "aria-pressed": String(on), onclick: () => navigate(withQuery(change), { replace: true }) }, text);
    fill(this.periods, PERIODS.map(n => segment(t("reports.days", { n }), n === this.days, { days: n === 30 ? null : n })));
    fill(this.kinds, segment(t("reports.calendar"), !this.business, { time: null }),
      segment(t("reports.business"), this.business, { time: "business" }));
    this.load();
  }

  async load(quiet = false) {
    const turn = this.turn = (this.turn ?? 0) + 1;
    this.range = period(this.days);
    if (!quiet && !this.results) fill(this.tiles, TILES.map(() => h("li.tile", {}, h("span.bone.bone-short"), h("span.bone"))));
    const ask = metric => {
      const by = CHARTS.find(([each]) => each === metric)?.[1];
      return get(`/metrics/${metric}`, { ...this.query(), by });
    };
    try {
      const answers = await Promise.all(TILES.map(ask));
      if (turn !== this.turn) return;
      this.results = Object.fromEntries(TILES.map((metric, index) => [metric, answers[index]]));
      this.draw();
    } catch (problem) {
      if (turn === this.turn && !quiet) fill(this.tiles, h("li.tile.tile-wide", {}, errorState(problem, () => this.load())));
    }
  }

  query({ from, to } = this.range) {
    return { from: from.toISOString(), to: to.toISOString(), business: this.business ? "true" : null,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  }

  draw() {
    fill(this.tiles, TILES.map(metric => this.tile(metric)));
    fill(this.asOf, t("reports.asOf"), " ", ago(this.results.volume.asOf));
    for (const [metric, by] of CHARTS) this.cards.get(metric).model = by === "day" ? this.trend(metric) : this.ranking(metric);
  }

  tile(metric) {
    const { total } = this.results[metric];
    const name = t(`reports.${metric}`);
    const hint = metric === "backlog" ? null
      : DURATIONS.has(metric) && total.p90 !== null && total.p90 !== undefined ? t("reports.p90", { time: duration(total.p90) })
        : metric === "volume" || metric === "solved"
          ? t("reports.perDay", { n: number((total.value ?? 0) / this.days, { maximumFractionDigits: 1 }) })
          : sampleText(metric, total.n);
    return h("li", {}, h("button.tile", { type: "button", title: t("reports.openBehind"),
      onclick: () => this.behind(metric, name, {}) },
      h("span.tile-name", {}, name), h("strong.tile-value.tabular", {}, valueText(metric, total)),
        hint ? h("span.tile-hint.tabular", {}, hint) : null));
  }

  trend(metric) {
    const { rows, total } = this.results[metric];
    const keys = dayKeys(this.range.from, this.range.to);
    const byDay = new Map(rows.map(row => [row.key, row]));
    const values = member => keys.map(key => byDay.get(key)?.[member] ?? null);
    const timed = DURATIONS.has(metric);
    const format = (value, axis) => (value === null || value === undefined ? t("reports.noData") : timed ? duration(value)
      : percent(value, axis ? 0 : 1));
    const heading = t(CHARTS.find(([each]) => each === metric)[2]);
    const series = timed
      ? [{ label: t("reports.median"), values: values("median"), token: "--accent-line" },
        { label: t("reports.ninety"), values: values("p90"), token: "--edge", dashed: true }]
      : [{ label: t(`reports.${metric}`), values: values("value"), token: "--accent-line" }];
    const low = Math.min(...series[0].values.filter(value => value !== null), 1);
    return {
      kind: "line", labels: keys.map(dayLabel), series, format,
      axis: timed ? { step: durationStep(Math.max(0, ...series.flatMap(each => each.values))) }
        : { max: 1, min: Math.max(0, Math.floor((low - 0.05) * 10) / 10) },
      hint: index => sampleText(metric, byDay.get(keys[index])?.n ?? 0),
      columns: [t("reports.day"), ...series.map(each => each.label), t("reports.sample")],
      rows: keys.map((key, index) => [longDayLabel(key), ...series.map(each => format(each.values[index])),
        number(byDay.get(key)?.n ?? 0)]),
      summary: t("reports.sampleOf", { name: heading, total: valueText(metric, total), n: total.n }),
      pick: index => this.behind(metric, `${heading}, ${longDayLabel(keys[index])}`, this.query(dayRange(keys[index]))),
    };
  }

  ranking(metric) {
    const { rows, total } = this.results[metric];
    const sorted = [...rows].sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
    const sum = sorted.reduce((all, row) => all + (row.value ?? 0), 0) || 1;
    const label = row => row.label ?? named(`channel.${row.key}`, row.key);
    const heading = t("reports.chart.volume");
    return {
      kind: "ranking", labels: sorted.map(label), format: value => number(value),
      series: [{ label: t("reports.volume"), values: sorted.map(row => row.value ?? 0), token: "--accent-line" }],
      endLabel: index => `${number(sorted[index].value ?? 0)}  ${percent((sorted[index].value ?? 0) / sum)}`,
      columns: [t("reports.channel"), t("reports.volume"), t("reports.share")],
      rows: sorted.map(row => [label(row), number(row.value ?? 0), percent((row.value ?? 0) / sum)]),
      summary: t("reports.sampleOf", { name: heading, total: valueText(metric, total), n: total.n }),
      pick: index => this.behind(metric, `${heading}, ${label(sorted[index])}`, { channel: sorted[index].key }),
    };
  }

  behind(metric, name, filter) { openBehind(metric, name, { ...this.query(), ...filter }); }

  async explain() {
    const box = h("dl.formulas");
    openDialog(t("reports.formula"), box);
    const { items } = await list("/metrics", {}, { size: null }).catch(() => ({ items: [] }));
    fill(box, items.map(each => [h("dt", {}, named(`reports.${each.metric}`, each.metric)),
      h("dd.quiet", {}, each.formula[language.peek()] ?? Object.values(each.formula)[0])]));
  }
}
customElements.define("reports-page", ReportsPage);
