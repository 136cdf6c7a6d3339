import { signal, effect } from "./signal.js";

// What one person likes on one machine. Kept in localStorage; a page without storage still works.

export function recall(name, fallback = null) {
  try { return localStorage.getItem(`moat.${name}`) ?? fallback; } catch { return fallback; }
}

export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(`moat.${name}`);
    else localStorage.setItem(`moat.${name}`, value);
  } catch { /* private mode: it lasts as long as the page */ }
}

/** `system`, `light` or `dark`. */
export const theme = signal(recall("theme", "system"));
/** Whether single keys do things (WCAG 2.1.4 wants a way to switch them off). */
export const singleKeys = signal(recall("keys", "on") === "on");
/** Whether the panel beside the conversation is shown. */
export const panelShown = signal(recall("panel", "on") === "on");

effect(() => {
  const chosen = theme.value;
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  remember("theme", chosen === "system" ? null : chosen);
});
effect(() => remember("keys", singleKeys.value ? null : "off"));
effect(() => remember("panel", panelShown.value ? null : "off"));
