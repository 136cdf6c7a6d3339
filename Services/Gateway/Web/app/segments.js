import { get, list, post, put, request } from "./api.js";
import { t, named, inLanguage } from "./i18n.js";

// What the pages do with segments.

const quietly = promise => promise.then(page => page.items, () => []);
const rest = (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : null);

/** The fields that conditions may ask of a customer, with everything they and their values are called. */
export async function loadFields() {
  const [catalogue, types, tags, attributes, segments, given] = await Promise.all([get("/customer-fields"),
    quietly(list("/fact-types", {}, { size: null })), quietly(list("/computed-tags", {}, { size: null })),
    quietly(list("/customer-attributes", {}, { size: null })), quietly(list("/segments", {}, { size: null })),
    quietly(list("/customer-tags", {}, { size: null }))]);
  const called = (things, id) => inLanguage(things.find(each => each.id === id), id);
  const titles = [
    ["customer.computed.", id => called(tags, id)], ["customer.attributes.", id => called(attributes, id)],
    ["customer.last.", id => t("field.customer.last", { what: called(types, id) })],
    ["customer.facts.", path => named(`field.fact.${path.slice(path.indexOf(".") + 1)}`, path.replace(/^[^.]+\.(data\.)?/, ""))],
  ];
  const choices = name => {
    if (name === "customer.segments") return segments.map(each => ({ value: each.id, label: each.name }));
    if (name === "customer.tags") return given.map(each => ({ value: each.name, label: each.name }));
    const tag = tags.find(each => `customer.computed.${each.id}` === name);
    return tag?.levels.map(level => ({ value: level.value, label: inLanguage(level, level.value) }));
  };
  return catalogue.fields.map(field => {
    const [prefix, title] = titles.find(([start]) => rest(field.name, start)) ?? [];
    const fact = rest(field.name, "customer.facts.");
    return { ...field, title: title?.(rest(field.name, prefix)), options: choices(field.name),
      list: field.list || fact !== null || field.name.startsWith("customer.tickets."),
      listTitle: fact === null ? undefined : called(types, fact.split(".")[0]) };
  });
}

export const loadSegments = async () => (await list("/segments", {}, { size: null })).items;

/** How many a condition finds: `{ size, exact, margin, sample }`. */
export const tryCondition = (condition, signal) => post("/segments/trials", { condition }, { signal });

export const saveSegment = (segment, condition) => (segment.id
  ? put(`/segments/${segment.id}`, { name: segment.name, note: segment.note, condition }, { match: segment.version })
  : post("/segments", { name: segment.name, note: segment.note, condition }));

export const removeSegment = id => request("DELETE", `/segments/${id}`);
