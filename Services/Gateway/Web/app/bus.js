// What happened, told to whoever on the page cares: ticket, customer, article, notice, agent, refetch, outbox.

const listeners = new Map();

/** Calls `listener` for every `topic` until the returned function is called. */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(listener);
  return () => listeners.get(topic).delete(listener);
}

export function emit(topic, detail) {
  for (const listener of [...(listeners.get(topic) ?? [])]) listener(detail);
}
