import { effect, untracked } from "./signal.js";
import { on } from "./bus.js";

/**
 * Makes an element: `h("a.row.quiet", { href, onclick, dataset: { id } }, "text", child, [more])`.
 * Nothing is ever parsed as HTML, so texts are safe; null and false children are left out.
 */
export function h(selector, properties, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(properties ?? {})) set(element, name, value);
  append(element, children);
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") element.classList.add(...String(value).split(" ").filter(Boolean));
  else if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "style") for (const [key, each] of Object.entries(value)) element.style.setProperty(key, each);
  else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked" || name === "hidden" || name === "data") element[name] = value;
  else element.setAttribute(name, value === true ? "" : value);
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces the children of `element`. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/**
 * Makes the children of `container` fit `items`, keeping the nodes of items that stay (by `key`) and their focus.
 * `render(item, node)` returns the node to show: the old one, when it is still right.
 */
export function keyed(container, items, key, render) {
  for (const node of [...container.children]) if (node.dataset.key === undefined) node.remove();
  const old = new Map([...container.children].map(node => [node.dataset.key, node]));
  let place = container.firstElementChild;
  for (const item of items) {
    const id = String(key(item));
    const before = old.get(id);
    const node = render(item, before);
    node.dataset.key = id;
    old.delete(id);
    if (before && before !== node) {
      if (place === before) place = before.nextElementSibling;
      before.remove();
    }
    if (node === place) place = place.nextElementSibling;
    else container.insertBefore(node, place);
  }
  for (const node of old.values()) node.remove();
}

/** A custom element whose effects and listeners end when it leaves the page. */
export class MoatElement extends HTMLElement {
  #ends = [];

  connectedCallback() { untracked(() => this.mount?.()); }

  disconnectedCallback() {
    for (const end of this.#ends.splice(0)) end();
    this.unmount?.();
  }

  /** Takes a property that was set before the class of the element was there; whether it was. */
  upgrade(name) {
    if (!Object.hasOwn(this, name)) return false;
    const value = this[name];
    delete this[name];
    this[name] = value;
    return true;
  }

  effect(work) { this.#ends.push(effect(work)); }
  hear(topic, listener) { this.#ends.push(on(topic, listener)); }
  listen(target, type, listener, options) {
    target.addEventListener(type, listener, options);
    this.#ends.push(() => target.removeEventListener(type, listener, options));
  }
}

/** Waits until `wait` milliseconds have passed without another call. */
export function debounce(work, wait) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), wait);
  };
}

/** A random name that nobody else makes; works without a secure context too. */
export function unique() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}
