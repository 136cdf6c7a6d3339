import { t } from "./i18n.js";
import { emit } from "./bus.js";
import { list, post } from "./api.js";
import { toast } from "../components/toast.js";

// Two records of one customer, and back.

/** What joining two would do, field by field; `take` are the fields that come from the loser, undefined for the usual ones. */
export const previewJoin = (survivor, loser, take) =>
  post(`/customers/${survivor}/join-previews`, { loser, take });

/** Makes two records one; `loser` becomes another name of `survivor`. */
export async function join(survivor, loser, { take, confirmed } = {}) {
  const customer = await post(`/customers/${survivor}/joins`, { loser, take, confirmed });
  emit("customer", { customer, loser });
  return customer;
}

/** Takes the last joining of a record back; says so, or why not. */
export async function separate(survivor, loser) {
  try {
    const { items } = await list(`/customers/${survivor}/merges`, {}, { size: 20 });
    const merge = items.find(each => each.loser === loser && !each.undoneAt);
    if (!merge) return;
    const { customer, from } = await post(`/customer-merges/${merge.id}/undo`);
    emit("customer", { customer: from });
    emit("customer", { customer });
    toast(t("customer.apart", { name: customer.name }));
  } catch (problem) {
    toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
  }
}
