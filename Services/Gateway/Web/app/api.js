import { unique } from "./dom.js";

// The HTTP API: JSON in and out, problem documents as errors, the CSRF token on everything that changes something.

const BASE = "/api/v1";
let csrf = null;

/** An error the server explained (RFC 9457); status 0 when it could not be reached. */
export class ApiProblem extends Error {
  constructor(status, problem) {
    super(problem?.detail || problem?.title || `HTTP ${status}`);
    this.status = status;
    this.code = problem?.code ?? "";
    this.errors = problem?.errors ?? [];
  }
}

export const setToken = token => { csrf = token; };

/** What to do when the session has ended; its promise is kept once somebody is signed in again. */
export const hooks = { signedOut: async () => {} };

export function headers(method, extra = {}) {
  const result = { Accept: "application/json", ...extra };
  if (method !== "GET" && csrf) result["X-CSRF-Token"] = csrf;
  return result;
}

export function url(path, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, value);
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

/** One exchange; returns the decoded body (undefined without one). */
export async function request(method, path, { query, body, raw, type, match, key, signal, quiet } = {}) {
  const extra = {};
  if (body !== undefined) extra["Content-Type"] = "application/json";
  if (raw !== undefined) extra["Content-Type"] = type || "application/octet-stream";
  if (match !== undefined && match !== null) extra["If-Match"] = `"${match}"`;
  if (method === "POST") extra["Idempotency-Key"] = key ??= unique();
  let response;
  try {
    response = await fetch(url(path, query), {
      method, signal, headers: headers(method, extra), credentials: "same-origin",
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiProblem(0, null);
  }
  const text = await response.text();
  let data;
  try { data = text ? JSON.parse(text) : undefined; } catch { data = undefined; }
  if (response.ok) return data;
  if (response.status === 401 && !quiet) {
    await hooks.signedOut();
    return request(method, path, { query, body, raw, type, match, key, signal, quiet: true });
  }
  throw new ApiProblem(response.status, data);
}

export const get = (path, query, options) => request("GET", path, { query, ...options });
export const post = (path, body = {}, options) => request("POST", path, { body, ...options });
export const put = (path, body, options) => request("PUT", path, { body, ...options });
export const patch = (path, body, match) => request("PATCH", path, { body, match });
export const remove = (path, match) => request("DELETE", path, { match });

/** A page of a list: `{ items, after }`; `after` is null on the last one. `size` null for lists that come whole. */
export async function list(path, query = {}, { size = 50, after, ...options } = {}) {
  const answer = await get(path, { ...query, "page[size]": size, "page[after]": after }, options);
  return {
    items: answer?.data ?? answer?.items ?? [],
    after: answer?.meta?.has_more === false ? null : answer?.meta?.after_cursor ?? answer?.after ?? null,
  };
}

/** Every item of a list, page by page, at most about `most`. */
export async function listAll(path, query = {}, most = 500) {
  const items = [];
  let after;
  do {
    const page = await list(path, query, { size: 100, after });
    items.push(...page.items);
    after = page.after;
  } while (after && items.length < most);
  return items;
}
