// The initials of Chinese words as people type them: “hb” finds what begins with the sounds h and b. The order of the
// dictionary says the sound: each letter begins at one sign.

const LETTERS = "abcdefghjklmnopqrstwxyz";
const FIRST = "\u963f\u516b\u5693\u54d2\u59b8\u53d1\u65ee\u54c8\u8ba5\u5494\u5783\u75f3\u62cf\u5662\u5991\u4e03\u5465\u6268\u5b83"
  + "\u7a75\u5915\u4e2b\u5e00";
const order = new Intl.Collator("zh-CN-u-co-pinyin");

const letter = sign => {
  if (!/\p{Script=Han}/u.test(sign)) return sign;
  let found = "";
  for (let at = 0; at < LETTERS.length; at += 1) if (order.compare(FIRST[at], sign) <= 0) found = LETTERS[at];
  return found;
};

const known = new Map();

/** The initials of a text; what is not Chinese stays. */
export function initials(text) {
  if (!known.has(text)) known.set(text, [...text].map(letter).join("").toLowerCase());
  return known.get(text);
}
