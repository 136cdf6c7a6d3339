import { t, number, percent, dateFormat } from "./i18n.js";
import { duration } from "./time.js";

// Numbers of the analytics service as charts and tiles show them.

export const DURATIONS = new Set(["firstResponse", "resolution"]);
export const RATES = new Set(["csat", "slaAttainment", "cesEase"]);
const SAMPLES = { firstResponse: "replies", csat: "ratings", slaAttainment: "promises" };

/** The value of a metric's row in words: “2 h 10 min”, “94%”, “1,204”. */
export function valueText(metric, row) {
  const value = DURATIONS.has(metric) ? row?.median ?? row?.value : row?.value;
  if (value === null || value === undefined) return t("reports.noData");
  if (DURATIONS.has(metric)) return duration(value);
  return RATES.has(metric) ? percent(value, 1) : number(value);
}

/** How many cases a number stands on. */
export const sampleText = (metric, n) => t(`reports.n.${SAMPLES[metric] ?? "tickets"}`, { n });

/** A round step in seconds for an axis up to `most`, so that its marks are whole minutes, hours or days. */
export function durationStep(most) {
  const steps = [60, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000];
  return steps.find(step => most / step <= 5) ?? 864000;
}

/** The local days from `from` up to `to`, as the service names them. */
export function dayKeys(from, to) {
  const keys = [];
  const day = new Date(from);
  for (day.setHours(12, 0, 0, 0); day < to; day.setDate(day.getDate() + 1)) {
    const two = value => String(value).padStart(2, "0");
    keys.push(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`);
  }
  return keys;
}

/** The local day of a key: its start and the start of the next. */
export function dayRange(key) {
  const [year, month, day] = key.split("-").map(Number);
  return { from: new Date(year, month - 1, day), to: new Date(year, month - 1, day + 1) };
}

export const dayLabel = key => dateFormat({ month: "numeric", day: "numeric" }).format(dayRange(key).from);
export const longDayLabel = key => dateFormat({ weekday: "short", month: "short", day: "numeric" }).format(dayRange(key).from);

/** The last `days` days, today included. */
export function period(days, now = new Date()) {
  const to = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  const from = new Date(to.getFullYear(), to.getMonth(), to.getDate() - days);
  return { from, to };
}
