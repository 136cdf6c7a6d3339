// Values that know who reads them. An effect runs again, once per turn, after any value it read has changed.

let reader = null;
let waiting = null;

/** A value whose readers are told when it changes. */
export function signal(value) {
  const readers = new Set();
  return {
    get value() {
      if (reader) {
        readers.add(reader);
        reader.sources.add(readers);
      }
      return value;
    },
    set value(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const each of readers) schedule(each);
    },
    /** Reads without becoming a reader. */
    peek: () => value,
  };
}

function schedule(effect) {
  if (!waiting) {
    waiting = new Set();
    queueMicrotask(() => {
      const batch = waiting;
      waiting = null;
      for (const each of batch) if (each.alive) each.run();
    });
  }
  waiting.add(effect);
}

/** Runs `work` now and after each change of what it read; returns a function that ends it. */
export function effect(work) {
  const self = { alive: true, sources: new Set(), run };
  function run() {
    forget();
    const outer = reader;
    reader = self;
    try { work(); } finally { reader = outer; }
  }
  function forget() {
    for (const readers of self.sources) readers.delete(self);
    self.sources.clear();
  }
  run();
  return () => {
    self.alive = false;
    forget();
  };
}

/** Runs `work` without making the running effect a reader of what it reads. */
export function untracked(work) {
  const outer = reader;
  reader = null;
  try { return work(); } finally { reader = outer; }
}
