import { h, fill } from "../app/dom.js";
import { t, number, inLanguage } from "../app/i18n.js";
import { get, list, post } from "../app/api.js";
import { icon } from "../app/icons.js";
import { ago, day } from "../app/time.js";
import { emit } from "../app/bus.js";
import { toast } from "./toast.js";
import { errorState, skeleton } from "./states.js";

// Where a customer stands: what they are worth, which computed tags and segments hold, what was joined into them.

/** Loads and draws into `box`; `shown` says whether the page still shows this customer. */
export async function showStanding(box, id, shown) {
  fill(box, skeleton(4));
  try {
    const [card, tags, merges] = await Promise.all([get(`/customers/${id}/card`), list("/computed-tags", {}, { size: null }),
      list(`/customers/${id}/merges`)]);
    if (!shown()) return;
    const joined = merges.items.filter(each => !each.undoneAt && Date.parse(each.undoUntil) > Date.now());
    fill(box, value(card.value), standing(card.activity.standing, tags.items), coupons(card.value.coupons ?? []), stale(card.relationship.origin),
      joined.length ? h("ul.identities", {}, joined.map(each => merge(each, () => showStanding(box, id, shown)))) : null);
  } catch (problem) {
    if (shown()) fill(box, errorState(problem, () => showStanding(box, id, shown)));
  }
}

const value = block => h("dl.card-facts", {},
  h("div", {}, h("dt", {}, t("customer.purchases")), h("dd.tabular", {}, number(block.purchases))),
  h("div", {}, h("dt", {}, t("customer.spent")), h("dd.tabular", {}, number(block.spent))),
  h("div", {}, h("dt", {}, t("customer.score")),
    h("dd.tabular", {}, block.rfm ? `${block.rfm.recency}${block.rfm.frequency}${block.rfm.money}` : t("field.none"))),
  h("div", {}, h("dt", {}, t("customer.lastPurchase")),
    h("dd", {}, block.lastPurchaseAt ? ago(block.lastPurchaseAt) : t("field.none"))));

/** Computed tags and segments; the title says since when. */
function standing(spans, tags) {
  const chips = spans.tags.map(span => {
    const tag = tags.find(each => each.id === span.id);
    const level = tag?.levels.find(each => each.value === span.value);
    return h("span.chip", { title: t("customer.standsSince", { day: day(span.since) }) },
      `${inLanguage(tag, span.name)} · ${inLanguage(level, span.value)}`);
  });
  const segments = spans.segments.map(span =>
    h("span.chip", { title: t("customer.standsSince", { day: day(span.since) }) }, span.name));
  return h("div.card-tags", {}, h("span.tag-line", {}, chips, segments));
}

/** Coupons that can still be used: what the customer may be told. */
const coupons = all => (all.length ? h("ul.coupons", { "aria-label": t("coupon.open") }, all.map(each => h("li", {}, icon("tag"),
  h("span.coupon-worth", {}, worth(each)), h("span", {}, each.name), h("code.tabular", {}, each.code),
  each.expiresAt ? h("span.quiet", {}, t("coupon.until", { day: day(each.expiresAt) })) : null))) : null);

function worth({ unit, value, currency }) {
  if (unit === "percent") return t("coupon.percent", { n: number(value) });
  return unit === "amount" ? number(value, { style: "currency", currency, maximumFractionDigits: 2, minimumFractionDigits: 0 })
    : `${number(value)} ×`;
}

/** A source that does not answer says from when its numbers are. */
const stale = origin => (origin.state === "stale" ? h("p.quiet", {}, t("customer.stale", { day: day(origin.asOf) })) : null);

const merge = (each, again) => h("li", {}, h("span.identity-value", {}, t("customer.joinedFrom", { name: each.name })),
  h("button.link-button", { type: "button", onclick: () => takeBack(each, again) }, t("customer.takeBack")));

async function takeBack(each, again) {
  try {
    const { customer, from } = await post(`/customer-merges/${each.id}/undo`);
    emit("customer", { customer: from });
    toast(t("customer.apart", { name: customer.name }));
    await again();
  } catch (problem) {
    toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
  }
}
