import { signal } from "./signal.js";

// A page is a URL. Links and `navigate` change it; pages read `route`.

/** `{ page, params, query }` of the address. */
export const route = signal(parse());
/** The last inbox address, so that the rail leads back to where one was. */
let lastInbox = "/inbox/mine";
const guards = new Set();

function parse() {
  const [page = "", ...rest] = location.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const query = Object.fromEntries(new URLSearchParams(location.search));
  if (page === "" || page === "inbox") {
    return { page: "inbox", params: { view: rest[0] ?? "mine", ticket: rest[1] }, query };
  }
  return { page, params: { id: rest[0], more: rest[1] }, query };
}

function changed() {
  route.value = parse();
  if (route.peek().page === "inbox" && location.pathname !== "/") lastInbox = location.pathname + location.search;
}

export const inboxAddress = () => lastInbox;

/** Goes to an address; `replace` leaves no entry for Back. */
export function navigate(address, { replace = false } = {}) {
  if (address === location.pathname + location.search) return;
  for (const guard of guards) if (guard(address) === false) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  changed();
}

/** Asks before leaving: `guard` returns false to stay. */
export function guard(check) {
  guards.add(check);
  return () => guards.delete(check);
}

/** The address with some query members changed; empty ones are left out. */
export function withQuery(change, path = location.pathname) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

addEventListener("popstate", changed);
document.addEventListener("click", event => {
  const link = event.composedPath().find(node => node instanceof HTMLAnchorElement);
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  const target = new URL(link.href, location.href);
  if (target.origin !== location.origin || /^\/(api|assets|lib|sign-in|survey)\b/.test(target.pathname)) return;
  event.preventDefault();
  navigate(target.pathname + target.search);
});
changed();
