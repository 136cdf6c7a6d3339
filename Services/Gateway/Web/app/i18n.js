import { signal } from "./signal.js";
import { recall, remember } from "./settings.js";

const catalogues = new Map();
let current = {};
let plural = new Intl.PluralRules("en");

/** `zh` or `en`; pages draw themselves again when it changes. */
export const language = signal(null);
export const languages = [["zh", "中文"], ["en", "English"]];
/** The tag for Intl. */
export const locale = () => (language.value === "zh" ? "zh-CN" : "en-GB");

/** The language to start with: what was chosen here, else `wish`, else the browser's. */
export function firstLanguage(wish) {
  const choice = recall("language") ?? wish ?? navigator.language;
  return choice.startsWith("zh") ? "zh" : "en";
}

const parts = new Set([""]);

async function load(part, name) {
  const file = part ? `${part}.${name}` : name;
  if (!catalogues.has(file)) {
    const response = await fetch(`/assets/locales/${file}.json`);
    catalogues.set(file, await response.json());
  }
  return catalogues.get(file);
}

const gather = async name => Object.assign({}, ...await Promise.all([...parts].map(part => load(part, name))));

/** Brings the texts of a part of the pages that not everybody opens. */
export async function texts(part) {
  if (parts.has(part)) return;
  parts.add(part);
  // Before a language is chosen it is enough to have said so.
  if (language.peek()) current = await gather(language.peek());
}

/** Switches to a language; `chosen` remembers it on this machine. */
export async function use(name, chosen = false) {
  current = await gather(name);
  plural = new Intl.PluralRules(name);
  document.documentElement.lang = name === "zh" ? "zh-CN" : "en";
  if (chosen) remember("language", name);
  language.value = name;
}

/** The text of a key; `{name}` places take `values`; a text with forms is chosen by `values.n`. */
export function t(key, values) {
  let text = current[key];
  if (text === undefined) return key;
  if (typeof text === "object") text = text[plural.select(values?.n ?? 0)] ?? text.other;
  return values ? text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place) : text;
}

/** Whether there is a text for a key: for kinds that a newer server may add. */
export const known = key => current[key] !== undefined;

/** The text of a key, or `fallback` for kinds this page does not know. */
/** A name that the house has given, in the page's language. */
export const inLanguage = (thing, fallback) => thing?.names?.[language.value] ?? thing?.name ?? fallback;

export const named = (key, fallback) => (known(key) ? t(key) : fallback);

const formats = new Map();
function format(kind, options) {
  const key = `${locale()} ${kind.name} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new kind(locale(), options));
  return formats.get(key);
}

export const number = (value, options = {}) => format(Intl.NumberFormat, options).format(value);
export const percent = (value, digits = 0) => number(value, { style: "percent", maximumFractionDigits: digits });
export const dateFormat = options => format(Intl.DateTimeFormat, options);
export const relativeFormat = () => format(Intl.RelativeTimeFormat, { numeric: "auto", style: "short" });

/** 1234567 bytes → “1.2 MB”. */
export function bytes(size) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let step = 0;
  while (size >= 1000 && step < units.length - 1) {
    size /= 1000;
    step += 1;
  }
  const options = { style: "unit", unit: units[step], maximumFractionDigits: size < 10 && step ? 1 : 0 };
  return number(size, options);
}

/** A count that never grows wide: 999+. */
export const capped = count => (count > 999 ? "999+" : String(count));
