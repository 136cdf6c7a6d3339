import { h } from "./dom.js";
import { t, dateFormat, relativeFormat } from "./i18n.js";

const MINUTE = 60, HOUR = 3600, DAY = 86400;

/** “5 min. ago”, “yesterday”, “12 Nov”. */
export function relative(moment, now = Date.now()) {
  const seconds = (new Date(moment) - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return t("time.now");
  if (size < 45 * MINUTE) return relativeFormat().format(Math.round(seconds / MINUTE), "minute");
  if (size < 22 * HOUR) return relativeFormat().format(Math.round(seconds / HOUR), "hour");
  if (size < 6.5 * DAY) return relativeFormat().format(Math.round(seconds / DAY), "day");
  return day(moment, now);
}

/** “12 Nov”, with the year when it is not this one. */
export function day(moment, now = Date.now()) {
  const date = new Date(moment);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return dateFormat({ day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(date);
}

/** “Monday, 23 November”, or “Today”, “Yesterday”. */
export function dayName(moment, now = Date.now()) {
  const date = new Date(moment);
  const start = value => new Date(value).setHours(0, 0, 0, 0);
  const days = Math.round((start(now) - start(date)) / (DAY * 1000));
  if (days === 0) return t("time.today");
  if (days === 1) return t("time.yesterday");
  return dateFormat({ weekday: "long", day: "numeric", month: "long" }).format(date);
}

export const exact = moment => dateFormat({ dateStyle: "full", timeStyle: "medium" }).format(new Date(moment));
export const clockTime = moment => dateFormat({ hour: "2-digit", minute: "2-digit" }).format(new Date(moment));

/** When something is due, as people say it: “today 17:30”, “Fri 09:30”, “2 Dec 09:30”. */
export function dueAt(moment, now = Date.now()) {
  const date = new Date(moment);
  const start = value => new Date(value).setHours(0, 0, 0, 0);
  const days = Math.round((start(date) - start(now)) / (DAY * 1000));
  const time = clockTime(moment);
  if (days === 0) return t("time.todayAt", { time });
  if (days === 1) return t("time.tomorrowAt", { time });
  if (days > 1 && days < 7) return dateFormat({ weekday: "short", hour: "2-digit", minute: "2-digit" }).format(date);
  return dateFormat({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(date);
}

/** Seconds as at most two units: “2 d 3 h”, “1 h 20 min”, “45 s”. */
export function duration(seconds) {
  const size = Math.max(0, Math.round(seconds));
  const parts = [[DAY, "day"], [HOUR, "hour"], [MINUTE, "minute"], [1, "second"]];
  const first = parts.findIndex(([length]) => size >= length);
  if (first < 0) return t("duration.second", { n: 0 });
  const [length, unit] = parts[first];
  const main = t(`duration.${unit}`, { n: Math.floor(size / length) });
  const next = parts[first + 1];
  const rest = next && unit !== "minute" ? Math.floor((size % length) / next[0]) : 0;
  return rest ? `${main} ${t(`duration.${next[1]}`, { n: rest })}` : main;
}

/** A moment that stays true while the page is open, with the exact time on hover. */
export function ago(moment) {
  return h("time.tabular", { datetime: moment, title: exact(moment), dataset: { ago: moment } }, relative(moment));
}

const ticking = new Set();

/** Calls `work` every ten seconds until the returned function is called. */
export function everyTick(work) {
  ticking.add(work);
  return () => ticking.delete(work);
}

setInterval(() => {
  if (document.hidden) return;
  for (const each of document.querySelectorAll("time[data-ago]")) {
    const text = relative(each.dataset.ago);
    if (each.textContent !== text) each.textContent = text;
  }
  for (const work of ticking) work();
}, 10_000);

/** A moment as the field of a form has it: local, to the minute. */
export function localTime(moment) {
  const date = new Date(moment);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
