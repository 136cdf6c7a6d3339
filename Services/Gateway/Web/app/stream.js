import { signal } from "./signal.js";
import { emit } from "./bus.js";
import { url, headers, hooks } from "./api.js";

// One server-sent event stream for the whole page. Read with fetch instead of EventSource: it shows a lost session,
// takes every event name, and notices a silent connection.

const SILENCE = 40_000;

/** `live`, `connecting` or `lost`; the banner shows the last. */
export const liveness = signal("connecting");

let last = null;
let attempt = 0;
let wasLive = false;
let abort = null;

/** Opens the stream and keeps it open. */
export function openStream() {
  addEventListener("online", () => { attempt = 0; abort?.abort(); });
  loop();
}

async function loop() {
  for (;;) {
    abort = new AbortController();
    try {
      await read(abort);
    } catch (error) {
      if (error?.status === 401) await hooks.signedOut();
    }
    attempt += 1;
    if (attempt > 1) liveness.value = "lost";
    else liveness.value = "connecting";
    const wait = Math.min(30_000, 400 * 2 ** Math.min(attempt, 7)) * (0.7 + Math.random() * 0.6);
    await new Promise(done => setTimeout(done, wait));
  }
}

async function read(control) {
  let watchdog = setTimeout(() => control.abort(), SILENCE);
  const extra = { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}) };
  try {
    const response = await fetch(url("/stream"), {
      headers: headers("GET", extra), signal: control.signal, cache: "no-store", credentials: "same-origin",
    });
    if (!response.ok || !response.body) throw { status: response.status };
    attempt = 0;
    liveness.value = "live";
    if (wasLive) emit("refetch");
    wasLive = true;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(watchdog);
      watchdog = setTimeout(() => control.abort(), SILENCE);
      const frames = (rest + value.replace(/\r\n?/g, "\n")).split("\n\n");
      rest = frames.pop();
      frames.forEach(dispatch);
    }
  } finally {
    clearTimeout(watchdog);
  }
}

function dispatch(frame) {
  let name = "message", data = "";
  for (const line of frame.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("id:")) last = line.slice(3).trim();
    else if (line.startsWith("data:")) data += line.slice(5).trim();
  }
  if (/\b(gap|reset|overflow)\b/.test(name)) return emit("refetch");
  if (!data) return;
  try {
    const event = JSON.parse(data);
    emit("event", { ...event, type: event.type ?? name, data: event.data ?? {} });
  } catch { /* a frame cut by a dying server: the next connection refetches */ }
}
