import "/lib/chart.js";
import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { theme } from "../app/settings.js";
import { emptyState, skeleton } from "./states.js";

const { Chart } = globalThis;

/** The value of a colour token as the canvas understands it. */
function colour(token) {
  const probe = h("span", { hidden: true });
  probe.style.setProperty("color", `var(${token})`);
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/**
 * A chart with its numbers as a table one click away. `model` is `{ kind: "line"|"bar"|"ranking", labels, series: [{ label,
 * values, token, dashed }], format, axis, columns, rows, summary, pick(index) }`.
 */
class ChartCard extends MoatElement {
  mount() {
    this.body = h("div.chart-body", {}, skeleton(5));
    this.toggle = h("button.icon-button", { type: "button", hidden: true,
      onclick: () => { this.table = !this.table; this.draw(); } });
    fill(this, h("header.chart-head", {}, h("h2", { id: `${this.name}-title` }, this.heading),
      this.note ? h("span.quiet", {}, this.note) : null, this.toggle), this.body);
    this.setAttribute("role", "group");
    this.setAttribute("aria-labelledby", `${this.name}-title`);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    this.listen(dark, "change", () => this.draw());
    this.effect(() => (theme.value, this.model_ && requestAnimationFrame(() => this.draw())));
    if (this.model_) this.draw();
  }

  unmount() { this.chart?.destroy(); }

  set model(model) {
    this.model_ = model;
    if (this.body) this.draw();
  }

  draw() {
    const model = this.model_;
    this.chart?.destroy();
    this.chart = null;
    if (!model || !this.isConnected) return;
    const nothing = !model.series.some(each => each.values.some(value => value !== null && value !== undefined));
    this.toggle.hidden = nothing;
    if (nothing) return void fill(this.body, emptyState("chart", t("reports.empty")));
    const name = t(this.table ? "reports.asChart" : "reports.asTable");
    fill(this.toggle, icon(this.table ? "chart" : "table"));
    this.toggle.title = name;
    this.toggle.setAttribute("aria-label", `${name}: ${this.heading}`);
    if (this.table) return void fill(this.body, this.drawTable(model));
    const canvas = h("canvas", { role: "img", "aria-label": model.summary });
    fill(this.body, h("div.chart-canvas", {}, canvas));
    this.chart = new Chart(canvas, this.configuration(model));
  }

  drawTable({ columns, rows, pick }) {
    return h("div.chart-table", { tabindex: "0", role: "region", "aria-label": this.heading }, h("table.table", {},
      h("thead", {}, h("tr", {}, columns.map((name, index) => h("th", { scope: "col", class: index ? "number" : "" }, name)))),
      h("tbody", {}, rows.map((cells, index) => h("tr", {}, cells.map((cell, column) => (column
        ? h("td.number", {}, cell)
        : h("td", {}, h("button.link-button", { type: "button", title: t("reports.openBehind"), onclick: () => pick(index) },
          cell)))))))));
  }

  configuration(model) {
    const ink = colour("--text-quiet"), line = colour("--line"), surface = colour("--surface"), raised = colour("--raised"),
      text = colour("--text");
    const ranking = model.kind === "ranking";
    const sans = getComputedStyle(document.body).fontFamily;
    const font = { family: sans, size: 11 };
    const category = { grid: { display: false }, border: { display: false },
      ticks: { color: ranking ? text : ink, font: ranking ? { ...font, size: 12 } : font, maxRotation: 0, autoSkipPadding: 18 } };
    const value = { beginAtZero: true, max: model.axis?.max, min: model.axis?.min,
      grid: { color: line, drawBorder: false, drawTicks: false }, display: !ranking,
      ticks: { color: ink, font, padding: 8, maxTicksLimit: 6, stepSize: model.axis?.step,
        callback: each => model.format(each, true) } };
    return {
      type: model.kind === "line" ? "line" : "bar",
      data: { labels: model.labels, datasets: model.series.map(each => this.dataset(each, model, surface)) },
      options: {
        responsive: true, maintainAspectRatio: false, animation: false, indexAxis: ranking ? "y" : "x",
        interaction: { mode: "index", intersect: false, axis: ranking ? "y" : "x" },
        layout: { padding: { right: ranking ? 64 : 4, top: 4 } },
        onClick: (event, hits) => { if (hits.length) model.pick(hits[0].index); },
        onHover: (event, hits) => { event.native.target.style.cursor = hits.length ? "pointer" : "default"; },
        scales: { x: ranking ? value : category, y: ranking ? category : value },
        plugins: {
          legend: { display: model.series.length > 1, align: "end",
            labels: { color: ink, font, boxWidth: 18, boxHeight: 0, usePointStyle: false } },
          tooltip: { backgroundColor: raised, titleColor: text, bodyColor: text, borderColor: colour("--line-strong"),
            borderWidth: 1, padding: 10, displayColors: false,
            titleFont: { family: sans, size: 12 }, bodyFont: { family: sans, size: 12 },
            callbacks: { label: item => `${item.dataset.label}: ${model.format(item.raw)}`,
              afterBody: items => model.hint?.(items[0].dataIndex) ?? "" } },
        },
      },
      plugins: ranking ? [endLabels(model, text, sans)] : [],
    };
  }

  dataset(each, model, surface) {
    const ink = colour(each.token);
    const base = { label: each.label, data: each.values, borderColor: ink, backgroundColor: ink };
    if (model.kind !== "line") return { ...base, borderRadius: 3, maxBarThickness: model.kind === "ranking" ? 18 : 22,
      barPercentage: 0.8 };
    const single = index => each.values[index] !== null && (each.values[index - 1] ?? null) === null
      && (each.values[index + 1] ?? null) === null;
    return { ...base, borderWidth: 2, cubicInterpolationMode: "monotone", borderDash: each.dashed ? [4, 4] : [], spanGaps: false,
      clip: 8, backgroundColor: surface,
      pointRadius: context => (single(context.dataIndex) ? 3 : 0), pointHoverRadius: 4, pointHitRadius: 12 };
  }
}

/** The values at the ends of ranked bars. */
const endLabels = (model, ink, sans) => ({
  id: "endLabels",
  afterDatasetsDraw(chart) {
    const { ctx } = chart;
    ctx.save();
    ctx.font = `12px ${sans}`;
    ctx.fillStyle = ink;
    ctx.textBaseline = "middle";
    chart.getDatasetMeta(0).data.forEach((bar, index) => ctx.fillText(model.endLabel(index), bar.x + 8, bar.y));
    ctx.restore();
  },
});

customElements.define("chart-card", ChartCard);
