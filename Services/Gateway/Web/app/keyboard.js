import { singleKeys } from "./settings.js";
import { t } from "./i18n.js";

// Commands: what can be done here, by a key, by the palette, or by both. The newest scope wins a key.

const scopes = [];

/**
 * Adds commands until the returned function is called. A command is `{ id, key, title, group, run, when }`; `key` is like
 * `r`, `?`, `mod+k`; `title` a catalogue key.
 */
export function addCommands(commands) {
  scopes.push(commands);
  return () => {
    const index = scopes.indexOf(commands);
    if (index >= 0) scopes.splice(index, 1);
  };
}

/** Every command that can run now. */
export const commands = () => scopes.flat().filter(command => !command.when || command.when());

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const writing = target => target.closest?.("input, textarea, select, [contenteditable]");
/** Whether something modal is open: then single keys belong to it. */
const modal = () => document.querySelector("dialog[open], .menu");

/** A key as people read it: `⌘K` or `Ctrl K`. */
export function keyName(key) {
  return key.split("+").map(part => {
    if (part === "mod") return mac ? "⌘" : "Ctrl";
    if (part === "shift") return mac ? "⇧" : "Shift";
    if (part === "enter") return mac ? "↩" : "Enter";
    return part.length === 1 && key.includes("+") ? part.toUpperCase() : part;
  }).join(mac && key.includes("+") ? "" : " ");
}

function pressed(event) {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return `mod+${event.shiftKey ? "shift+" : ""}${key}`;
  return key;
}

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = pressed(event);
  const single = !key.startsWith("mod+");
  if (single && (writing(event.target) || modal() || !singleKeys.peek())) return;
  for (const scope of [...scopes].reverse()) {
    const command = scope.find(each => each.key === key && (!each.when || each.when()));
    if (!command) continue;
    event.preventDefault();
    command.run(event);
    return;
  }
});

export const title = command => (typeof command.title === "function" ? command.title() : t(command.title));
