import { get, list, post, put, request } from "./api.js";
import { Fields } from "./conditions.js";

// What the pages do with segments.

const quietly = promise => promise.then(page => page.items, () => []);

/** The fields that conditions may ask, with everything they are called. */
export async function loadFields() {
  const [catalogue, types, tags, attributes, segments, given] = await Promise.all([get("/customer-fields"),
    quietly(list("/fact-types", {}, { size: null })), quietly(list("/computed-tags", {}, { size: null })),
    quietly(list("/customer-attributes", {}, { size: null })), quietly(list("/segments", {}, { size: null })),
    quietly(list("/customer-tags", {}, { size: null }))]);
  return new Fields(catalogue.fields, { types, tags, attributes, segments, given });
}

export const loadSegments = async () => (await list("/segments", {}, { size: null })).items;

/** How many a condition finds: `{ size, exact, margin, sample }`. */
export const tryCondition = (condition, signal) => post("/segments/trials", { condition }, { signal });

export const saveSegment = (segment, condition) => (segment.id
  ? put(`/segments/${segment.id}`, { name: segment.name, note: segment.note, condition }, { match: segment.version })
  : post("/segments", { name: segment.name, note: segment.note, condition }));

export const removeSegment = id => request("DELETE", `/segments/${id}`);
