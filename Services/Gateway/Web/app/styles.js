// Sheets that only some pages need: fetched with the page, never drawn without.

const asked = new Map();

/** Adds a sheet of `styles` once; done when it holds. */
export function styles(name) {
  if (!asked.has(name)) {
    asked.set(name, new Promise(done => {
      const link = document.createElement("link");
      Object.assign(link, { rel: "stylesheet", href: `/assets/styles/${name}.css`, onload: done, onerror: done });
      document.head.append(link);
    }));
  }
  return asked.get(name);
}
