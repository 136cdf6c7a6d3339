import { MoatElement } from "../app/dom.js";

// The pages about customers: the list with its segments, one person, files that are brought in, pairs that may be one.

const PARTS = {
  list: ["customer-list", () => import("./customer-list.js")],
  one: ["customer-profile", () => import("./customer-profile.js")],
  import: ["customer-import", () => import("./customer-import.js")],
  duplicates: ["customer-duplicates", () => import("./customer-duplicates.js")],
};

/** Shows the part that the address names; each is fetched when it is first opened. */
class CustomerPage extends MoatElement {
  mount() { this.arrive(this.place); }

  async arrive(place) {
    const { id } = place.params;
    const [name, load] = PARTS[id === undefined ? "list" : PARTS[id] && id !== "list" && id !== "one" ? id : "one"];
    this.place = place;
    await load();
    if (this.place !== place || !this.isConnected) return;
    let part = this.firstElementChild;
    if (part?.localName === name) {
      part.place = place;
      part.arrive(place);
    } else {
      part = Object.assign(document.createElement(name), { place });
      this.replaceChildren(part);
    }
  }
}

customElements.define("customer-page", CustomerPage);
