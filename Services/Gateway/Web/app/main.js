import { effect } from "./signal.js";
import { h, fill } from "./dom.js";
import { t, use, firstLanguage, language } from "./i18n.js";
import { hooks } from "./api.js";
import { route, navigate, inboxAddress } from "./router.js";
import { loadSession, loadStaff, loadCounts, loadNotices, loadViews, account } from "./state.js";
import { openStream } from "./stream.js";
import { watchIdle } from "./idle.js";
import { addCommands } from "./keyboard.js";
import { globalCommands } from "./commands.js";
import "../components/app-rail.js";
import "../components/live-banner.js";

// The signed-in pages, each fetched when it is first opened; the inbox at once when it is where one begins.

const inbox = () => import("../pages/inbox.js");
if (/^\/(inbox|$)/.test(location.pathname)) inbox();

const PAGES = {
  inbox: ["inbox-page", inbox],
  reports: ["reports-page", () => import("../pages/reports.js")],
  customers: ["customer-page", () => import("../pages/customer.js")],
  knowledge: ["knowledge-page", () => import("../pages/knowledge.js")],
};

const app = document.getElementById("app");
const main = h("main.page-host", { id: "main", tabindex: "-1" });

hooks.signedOut = () => {
  const here = location.pathname + location.search;
  location.replace(`/sign-in${here === "/" ? "" : `?next=${encodeURIComponent(here)}`}`);
};

function drawShell() {
  fill(app,
    h("a.skip-link", { href: "#main", onclick: event => { event.preventDefault(); main.focus(); } }, t("app.skip")),
    h("app-rail"), h("live-banner"), main);
}

async function showPage(place) {
  const known = PAGES[place.page];
  if (!known) return navigate(inboxAddress(), { replace: true });
  const [name, load] = known;
  await load?.();
  if (route.peek() !== place) return;
  let page = main.firstElementChild;
  if (page?.localName !== name) {
    page = document.createElement(name);
    page.place = place;
    main.replaceChildren(page);
  } else {
    page.place = place;
    page.arrive?.(place);
  }
}

async function start() {
  try {
    const session = await loadSession();
    await use(firstLanguage(session.account.language ?? session.language));
  } catch (problem) {
    if (problem.status === 401) return hooks.signedOut();
    await use(firstLanguage());
    fill(app, h("div.fatal", {}, h("h1", {}, t("error.unreachable")), h("p", {}, problem.message),
      h("button.button.primary", { onclick: () => location.reload() }, t("action.retry"))));
    return;
  }
  if (location.pathname === "/") navigate("/inbox/mine", { replace: true });
  loadStaff().catch(() => {});
  loadViews().catch(() => {});
  loadCounts().catch(() => {});
  loadNotices().catch(() => {});
  addCommands(globalCommands());
  effect(() => {
    if (!language.value || !account.value) return;
    drawShell();
    main.replaceChildren();
    showPage(route.peek());
  });
  let first = true;
  effect(() => {
    const place = route.value;
    if (!first) showPage(place);
    first = false;
  });
  openStream();
  watchIdle();
}

start();
