import { agents, me } from "./state.js";
import { setPresence } from "./commands.js";
import { recall, remember } from "./settings.js";

// Whoever has not touched any of their tabs for a while is away, until they do.

const LIMIT = 15 * 60_000;
const KEY = "active";
let left = false;
let timer;

const lastActive = () => Number(recall(KEY, "0")) || 0;

function watch(after) {
  clearTimeout(timer);
  timer = setTimeout(look, after);
}

function look() {
  const rest = lastActive() + LIMIT - Date.now();
  if (rest > 0) return watch(rest);
  if (agents.peek().get(me())?.presence === "online") {
    left = true;
    setPresence("away");
  }
}

function active() {
  const now = Date.now();
  // A moving pointer tells it many times a second.
  if (!left && now - lastActive() < 10_000) return;
  remember(KEY, String(now));
  watch(LIMIT);
  if (!left) return;
  left = false;
  if (agents.peek().get(me())?.presence === "away") setPresence("online");
}

export function watchIdle() {
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel"]) addEventListener(kind, active, { passive: true });
  active();
  watch(LIMIT);
}
