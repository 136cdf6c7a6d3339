import { t } from "./i18n.js";
import { emit } from "./bus.js";
import { get, list, patch, post } from "./api.js";
import { toast } from "../components/toast.js";

// What the pages do with customers.

/** Changes a customer and offers to undo it; returns the new record, or undefined when it was refused. */
export async function change(customer, edit, { back, said } = {}) {
  try {
    const saved = await patch(`/customers/${customer.id}`, edit, edit.addTags || edit.removeTags ? null : customer.version);
    emit("customer", { customer: saved });
    if (back) toast(said ?? t("toast.saved"), { action: t("action.undo"), undo: true, run: () => change(saved, back) });
    return saved;
  } catch (problem) {
    if (problem.status === 412) {
      emit("customer", { customer: await get(`/customers/${customer.id}`) });
      toast(t("error.customerChanged"), { kind: "warn" });
    } else {
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
    return undefined;
  }
}

export const addTag = (customer, tag) =>
  change(customer, { addTags: [tag] }, { back: { removeTags: [tag] }, said: t("toast.tagAdded", { tag }) });
export const removeTag = (customer, tag) =>
  change(customer, { removeTags: [tag] }, { back: { addTags: [tag] }, said: t("toast.tagRemoved", { tag }) });
export const setTier = (customer, tier) => change(customer, { tier }, { back: { tier: customer.tier } });

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

/** An identity as people read it: `oABC…@wx1` is shortened. */
export function identityText(identity) {
  if (identity.kind !== "wechat" || identity.value.length < 18) return identity.value;
  return `${identity.value.slice(0, 8)}…${identity.value.slice(-4)}`;
}

export const identityIcon = kind => ({ email: "mail", phone: "phone", wechat: "wechat", unionid: "wechat" })[kind] ?? "link";
