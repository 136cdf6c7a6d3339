import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { ago, day } from "../app/time.js";
import { TIERS } from "../app/tickets.js";
import { addTag, removeTag, setTier, identityIcon, identityText } from "../app/customers.js";
import { avatar } from "./avatar.js";
import { tierBadge } from "./ticket-row.js";
import { tagEditor } from "./tag-editor.js";
import { openMenu } from "./menu.js";

/** A rating in words and stars. */
export function stars(score) {
  return h("span.stars", { role: "img", "aria-label": t("rating.of5", { n: score }) },
    [1, 2, 3, 4, 5].map(each => h("span", { class: each <= score ? "on" : "" }, icon("star"))));
}

function tierButton(customer) {
  return h("button.plain-button", {
    type: "button", "aria-haspopup": "listbox", title: t("customer.tier"),
    onclick: event => openMenu(event.currentTarget,
      [...TIERS].reverse().map(value => ({ value, label: t(`tier.${value}`), icon: "star" })), {
      selected: customer.tier, label: t("customer.tier"),
        onpick: tier => { if (tier !== customer.tier) setTier(customer, tier); },
    }),
  }, tierBadge(customer.tier) ?? t(`tier.${customer.tier}`), icon("down"));
}

/** The addresses of a person, each with its kind and whether it is proven. */
export const identities = customer => h("ul.identities", {}, customer.identities.map(each => h("li", {},
  icon(identityIcon(each.kind), t(`identity.${each.kind}`)), h("span.identity-value", { title: each.value }, identityText(each)),
  each.verified ? h("span.verified", { title: t("identity.verified") }, icon("check", t("identity.verified"))) : null)));

/** Who writes: identity, value and relationship at a glance. */
export function customerCard(customer, { link = true } = {}) {
  const name = link ? h("a.card-name", { href: `/customers/${customer.id}` }, customer.name)
    : h("span.card-name", {}, customer.name);
  return h("div.customer-card", {},
    h("div.card-head", {}, avatar(customer.name, { size: "large" }),
      h("div.card-title", {}, name, h("p.quiet", {},
        [customer.company, t(`language.${customer.language ?? "unknown"}`)].filter(Boolean).join(" · "))),
      tierButton(customer)),
    h("dl.card-facts", {},
      h("div", {}, h("dt", {}, t("customer.openTickets")), h("dd.tabular", {}, customer.openTickets)),
      h("div", {}, h("dt", {}, t("customer.ticketCount")), h("dd.tabular", {}, customer.ticketCount)),
      h("div", {}, h("dt", {}, t("customer.lastRating")),
        h("dd", {}, customer.lastRating ? stars(customer.lastRating) : t("field.none"))),
      h("div", {}, h("dt", {}, t("customer.lastContact")),
        h("dd", {}, customer.lastContactAt ? ago(customer.lastContactAt) : t("field.none")))),
    identities(customer),
    h("div.card-tags", {}, tagEditor(customer.tags, tag => addTag(customer, tag), tag => removeTag(customer, tag))),
    customer.note ? h("p.card-note", {}, icon("note"), customer.note) : null,
    h("div.card-foot", {}, h("span.quiet", {}, t("customer.since", { day: day(customer.createdAt) })),
      h("button.link-button", { type: "button", onclick:
        async () => (await import("./join-dialog.js")).openJoin(customer) }, icon("join"), t("join.action"))));
}
