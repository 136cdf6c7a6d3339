import { effect } from "./signal.js";
import { h, fill } from "./dom.js";
import { t, texts, use, firstLanguage, language } from "./i18n.js";
import { styles } from "./styles.js";
import { hooks } from "./api.js";
import { emit } from "./bus.js";
import { resumeOutbox } from "./outbox.js";
import { route, navigate, inboxAddress } from "./router.js";
import {
  needsFactor, loadSession, loadStaff, loadCounts, loadNotices, loadViews, views, account
} from "./state.js";
import { openStream } from "./stream.js";
import { watchIdle } from "./idle.js";
import { addCommands } from "./keyboard.js";
import { globalCommands } from "./commands.js";
import "../components/app-rail.js";
import "../components/live-banner.js";

// The signed-in pages, each fetched when it is first opened; that of the address at once, while the session is asked for.

const PAGES = {
  inbox: ["inbox-page", () => [import("../pages/inbox.js")]],
  reports: ["reports-page", () => [styles("reports"), import("../pages/reports.js")]],
  customers: ["customer-page", () => [styles("customers"), texts("customers"), import("../pages/customer.js")]],
  knowledge: ["knowledge-page", () => [styles("knowledge"), import("../pages/knowledge.js")]],
  automation: ["automation-page", () => [styles("automation"), texts("automation"), import("../pages/automation.js")]],
  live: ["live-page", () => [styles("automation"), texts("automation"), import("../pages/live.js")]],
  settings: ["settings-page", () => [styles("settings"), texts("settings"), import("../pages/settings.js")]],
};

const app = document.getElementById("app");
const main = h("main.page-host", { id: "main", tabindex: "-1" });

/** Before the first page: to the door. Later where one is, for there may be words that are not sent yet. */
hooks.signedOut = async () => {
  if (account.peek()) {
    await (await import("../dialogs/sign-in-again.js")).signInAgain();
    emit("refetch");
    return;
  }
  const here = location.pathname + location.search;
  location.replace(`/sign-in${here === "/" ? "" : `?next=${encodeURIComponent(here)}`}`);
  await new Promise(() => {});
};

function drawShell() {
  fill(app,
    h("a.skip-link", { href: "#main", onclick: event => { event.preventDefault(); main.focus(); } }, t("app.skip")),
    h("app-rail"), h("live-banner"), main);
}

/** What a page needs: the sheet of all pages before its own, which has the last word. */
function bring({ page }) {
  return [...(page === "inbox" ? [] : [styles("pages")]), ...(PAGES[page]?.[1]() ?? [])];
}

async function showPage(place) {
  const known = PAGES[place.page];
  if (!known) return navigate(inboxAddress(), { replace: true });
  await Promise.all(bring(place));
  if (route.peek() !== place) return;
  const [name] = known;
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
  bring(route.peek());
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
  if (needsFactor.peek()) navigate("/settings/security", { replace: true });
  if (location.pathname === "/") navigate("/inbox/mine", { replace: true });
  loadStaff().catch(() => {});
  loadViews().catch(() => {});
  loadCounts().catch(() => {});
  loadNotices().catch(() => {});
  // Commands follow the views there are.
  let end;
  effect(() => {
    end?.();
    end = views.value && addCommands(globalCommands());
  });
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
  resumeOutbox();
  openStream();
  watchIdle();
}

start();
