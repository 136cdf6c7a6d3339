// Our icons: 16 × 16, drawn with one line. Decorative unless a label is given.

const PATHS = {
  inbox: "M2 9.5 3.8 3.5h8.4L14 9.5v3.5H2zM2 9.5h3.5a2.5 2.5 0 0 0 5 0H14",
  people: "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c.3-2.7 2-4 4.5-4s4.2 1.3 4.5 4"
    + "M10.8 2.9a2.3 2.3 0 0 1 0 4.4M12 9.8c1.5.5 2.3 1.7 2.5 3.7",
  book: "M8 4C6.5 2.9 4.5 2.6 2 2.7v9.6c2.5-.1 4.5.2 6 1.3 1.5-1.1 3.5-1.4 6-1.3V2.7C11.5 2.6 9.5 2.9 8 4zM8 4v9.5",
  chart: "M2.5 2v11.5H14M5.5 11V8M8.5 11V4.5M11.5 11V6.5",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14",
  bell: "M3.5 11.5V7a4.5 4.5 0 0 1 9 0v4.5M2 11.5h12M6.5 13.5a1.6 1.6 0 0 0 3 0",
  sun: "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1"
    + "M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3",
  mail: "M2 3.5h12v9H2zM2.5 4 8 8.8 13.5 4",
  wechat: "M6.5 2.5C3.7 2.5 1.5 4.3 1.5 6.5c0 1.2.7 2.3 1.7 3L2.8 11.3l2-1c.5.1 1.1.2 1.7.2"
    + "M10.3 6.5c2.3 0 4.2 1.5 4.2 3.4 0 1-.5 1.9-1.4 2.5l.3 1.5-1.7-.8c-.4.1-.9.2-1.4.2-2.3 0-4.2-1.5-4.2-3.4s1.9-3.4 4.2-3.4z",
  form: "M3 2h10v12H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
  chat: "M2 3h12v8H7.5L4.5 13.7V11H2z",
  phone: "M3 2.5h2.8l1 3.2-1.7 1.2c.7 1.7 1.9 2.9 3.7 3.8l1.3-1.6 3.2 1v2.7c-5.8.9-11-4.4-10.3-10.3z",
  sms: "M2 3h12v8H7.5L4.5 13.7V11H2zM5.5 7h.01M8 7h.01M10.5 7h.01",
  app: "M4.5 1.5h7v13h-7zM7.3 12.2h1.4",
  api: "M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6",
  alert: "M8 2.2 14.5 13.5h-13zM8 6.5v3M8 11.6h.01",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  check: "M3 8.5 6.5 12 13 4.5",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  plus: "M8 3v10M3 8h10",
  down: "M4 6.2 8 10l4-3.8",
  left: "M10 3.5 5.5 8l4.5 4.5",
  right: "M6 3.5 10.5 8 6 12.5",
  panel: "M2 3h12v10H2zM10 3v10",
  send: "M2.5 8 14 2.5 10.5 13.5 7.5 9z",
  clip: "M13 7.5 8.2 12.3a3 3 0 0 1-4.3-4.3l5-5a2 2 0 0 1 2.9 2.9l-4.8 4.8a1 1 0 0 1-1.4-1.4L10 5",
  note: "M3 2.5h10v7L9.5 13.5H3zM13 9.5H9.5v4",
  reply: "M6.5 3.5 2.5 7.5l4 4M2.5 7.5H9c3 0 4.5 1.5 4.5 4.5",
  person: "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.8 14c.4-2.7 2.3-4.2 5.2-4.2s4.8 1.5 5.2 4.2",
  tag: "M2 2h6l6 6-6 6-6-6zM5 5h.01",
  star: "M8 1.8l1.9 4 4.3.6-3.1 3 .7 4.4L8 11.7l-3.8 2.1.7-4.4-3.1-3 4.3-.6z",
  link: "M6.5 9.5l3-3M7 4.5l1.6-1.6a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.6 1.6a3.2 3.2 0 0 1-4.5-4.5L4.5 7",
  join: "M3 2.5v2C3 7 5.5 8 8 8s5-1 5-3.5v-2M8 8v5.5M5.5 11 8 13.5l2.5-2.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  edit: "M3 13l.6-3L10.7 3 13 5.3 6 12.4z",
  eye: "M1.5 8C3 5.2 5.2 3.8 8 3.8S13 5.2 14.5 8C13 10.8 10.8 12.2 8 12.2S3 10.8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  sort: "M4.5 3v10M2 10.5 4.5 13 7 10.5M11.5 13V3M9 5.5 11.5 3 14 5.5",
  flag: "M3.5 14V2.5h8.5L10 5.5l2 3H3.5",
  team: "M8 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4.8 13c.3-2.4 1.4-3.8 3.2-3.8s2.9 1.4 3.2 3.8M3.3 7.8a1.5 1.5 0 1 0 0-3"
    + "M12.7 7.8a1.5 1.5 0 1 1 0-3M1 11.8c.1-1.3.6-2.1 1.6-2.5M15 11.8c-.1-1.3-.6-2.1-1.6-2.5",
  table: "M2 3h12v10H2zM2 6.5h12M2 10h12M6.5 3v10",
  up: "M8 13V3M4 7l4-4 4 4",
  exit: "M6.5 2.5h-4v11h4M6.5 8H14M11 5l3 3-3 3",
  keyboard: "M1.5 4h13v8h-13zM4 6.5h.01M6.6 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6",
  globe: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM2 8h12M8 2c2.2 2 2.2 10 0 12M8 2c-2.2 2-2.2 10 0 12",
  image: "M2 3h12v10H2zM2.5 11.5 6 8l2.5 2.5L11 8l2.5 2.5M10.5 5.8h.01",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  archive: "M2 3h12v3H2zM3 6v7h10V6M6.5 8.8h3",
  gear: "M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4"
    + "M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4",
  swap: "M4.5 3 2 5.5 4.5 8M2 5.5h10M11.5 8 14 10.5 11.5 13M14 10.5H4",
  split: "M8 13.5V9M8 9C8 6.500 6.500 5.500 3.500 5.500M8 9c0-2.500 1.500-3.500 4.500-3.500M5.500 3.500l-2 2 2 2M10.500 3.500l2 2-2 2",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.500M4.500 4.500 5 13.500h6l.500-9M7 7v4M9 7v4",
  hide: "M2 8h12M2 5.500h12v5H2z",
  history: "M2.500 8a5.500 5.500 0 1 0 1.800-4.100M2.500 3v2.500H5M8 5v3.200l2 1.300",
  list: "M5.500 4h8M5.500 8h8M5.500 12h8M2.500 4h.010M2.500 8h.010M2.500 12h.010",
  follow: "M2 8.500 5 11.500 8 8.500M5 11V5.500A2.500 2.500 0 0 1 10 5.500M14 7.500l-3-3-3 3M11 5v5.500A2.500 2.500 0 0 1 8.500 13",
  question: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.200 6.300A1.800 1.800 0 1 1 8 8.300v.900M8 11.300h.010",
  talk: "M2 3h9v6H6l-2.500 2V9H2zM13.500 6v6h-1.500v2l-2.500-2H7",
  bolt: "M9 1.500 3.500 9H8l-1 5.500L12.500 7H8z",
  screen: "M2 3h12v8H2zM5.500 13.500h5M8 11v2.500",
  undo: "M5 3 2.5 5.5 5 8M2.5 5.5H9.5a4 4 0 0 1 0 8H6",
};

const NS = "http://www.w3.org/2000/svg";

/** An icon; with `label` it is an image with that name, without it is hidden from assistive technology. */
export function icon(name, label) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    const title = document.createElementNS(NS, "title");
    title.textContent = label;
    svg.append(title);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.more);
  svg.append(path);
  return svg;
}

export const channelIcon = name => (PATHS[name] ? name : "api");
