// Rocket.Chat's Markdown, the part that replies use. Builds nodes; text never becomes HTML.

const EMOJI = {
  eyes: "👀", white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rocket: "🚀",
  bulb: "💡", hourglass_flowing_sand: "⏳", hourglass: "⌛", rewind: "⏪", thumbsup: "👍", "+1": "👍", thumbsdown: "👎",
  "-1": "👎", lock: "🔒", unlock: "🔓", bee: "🐝", tada: "🎉", no_entry: "⛔", mag: "🔍", arrows_counterclockwise: "🔄",
  leftwards_arrow_with_hook: "↩️", question: "❓", heart: "❤️", rotating_light: "🚨",
  raised_hand: "✋", information_source: "ℹ️", stop_sign: "🛑", bell: "🔔", clock3: "🕒", package: "📦",
  no_bell: "🔕", mute: "🔇", key: "🔑", gear: "⚙️", no_entry_sign: "🚫", book: "📖", memo: "📝", ear: "👂", pencil2: "✏️",
  honey_pot: "🍯", heartbeat: "💓", grey_question: "❔", calendar: "📅", ballot_box_with_check: "☑️",
};

export function emoji(code) {
  return EMOJI[code.replace(/^:|:$/g, "")] ?? code;
}

export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

export function render(text) {
  const out = document.createDocumentFragment();
  const lines = text.split("\n");
  let i = 0;
  while (i < lines.length) {
    const block = fence(lines, i) ?? quote(lines, i) ?? list(lines, i) ?? heading(lines, i) ?? paragraph(lines, i);
    if (block.node) out.append(block.node);
    i = block.next;
  }
  return out;
}

const isFence = (line) => /^\s*```/.test(line);
const isQuote = (line) => /^>\s?/.test(line);
const ITEM = /^(\s*)([-*]|\d+[.)])\s+/;

function fence(lines, i) {
  const open = /^\s*```([\w+-]*)\s*$/.exec(lines[i]);
  if (!open) return null;
  let end = i + 1;
  while (end < lines.length && !/^\s*```\s*$/.test(lines[end])) end++;
  const code = element("code");
  const body = lines.slice(i + 1, end);
  body.forEach((line, n) => {
    const kind = open[1] === "diff" ? { "+": "plus", "-": "minus", "~": "change" }[line[0]] : undefined;
    code.append(kind ? element("span", kind, line) : line);
    if (n < body.length - 1) code.append("\n");
  });
  const pre = element("pre", "", code);
  pre.tabIndex = 0;
  return { node: pre, next: end + 1 };
}

function quote(lines, i) {
  if (!isQuote(lines[i])) return null;
  let end = i;
  while (end < lines.length && isQuote(lines[end])) end++;
  const inner = lines.slice(i, end).map((line) => line.replace(/^>\s?/, "")).join("\n");
  return { node: element("blockquote", "", render(inner)), next: end };
}

function list(lines, i) {
  if (!ITEM.test(lines[i])) return null;
  const ordered = /^\s*\d/.test(lines[i]);
  const node = element(ordered ? "ol" : "ul");
  let end = i;
  while (end < lines.length && ITEM.test(lines[end])) {
    const item = element("li", ITEM.exec(lines[end])[1].length >= 2 ? "deeper" : "");
    item.append(inline(lines[end].replace(ITEM, "")));
    node.append(item);
    end++;
  }
  return { node, next: end };
}

function heading(lines, i) {
  const match = /^(#{1,4})\s+(.+)$/.exec(lines[i]);
  return match && { node: element("p", "heading", inline(match[2])), next: i + 1 };
}

function paragraph(lines, i) {
  let end = i;
  while (end < lines.length && lines[end].trim() && !(end > i && (isFence(lines[end]) || isQuote(lines[end]) || ITEM.test(lines[end])))) end++;
  if (end === i) return { node: null, next: i + 1 };
  const node = element("p");
  lines.slice(i, end).forEach((line, n) => {
    if (n) node.append(element("br"));
    node.append(inline(line));
  });
  return { node, next: end };
}

const INLINE = [
  [/^\\([\\*_~`\[\]|<>#])/, (m) => m[1]],
  [/^`([^`\n]+)`/, (m) => element("code", "", m[1])],
  [/^(\*\*?)(?=\S)([^*]*[^*\s])\1/, (m) => element("strong", "", inline(m[2]))],
  [/^(__?)(?=\S)([^_]*[^_\s])\1(?![A-Za-z0-9])/, (m) => element("em", "", inline(m[2])), true],
  [/^(~~?)(?=\S)([^~]*[^~\s])\1/, (m) => element("s", "", inline(m[2]))],
  [/^\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/, (m) => link(m[2], m[1])],
  [/^https?:\/\/[^\s<>)\]]+[^\s<>)\].,:;!?]/, (m) => link(m[0], m[0]), true],
  [/^@[A-Za-z0-9][\w.-]*/, (m) => element("span", "mention", m[0]), true],
  [/^:[a-z0-9_+-]+:/, (m) => emoji(m[0]), true],
];

function link(to, label) {
  const node = element("a", "", label);
  node.href = to;
  node.rel = "noopener noreferrer";
  node.target = "_blank";
  return node;
}

function inline(text) {
  const out = document.createDocumentFragment();
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const found = match(text, at);
    if (found) {
      if (plain) out.append(plain);
      plain = "";
      out.append(found.node);
      at += found.length;
    } else {
      plain += text[at++];
    }
  }
  if (plain) out.append(plain);
  return out;
}

function match(text, at) {
  if (!/[\\`*_~[h@:]/.test(text[at])) return null;
  const rest = text.slice(at);
  const insideWord = at > 0 && /[A-Za-z0-9]/.test(text[at - 1]);
  for (const [pattern, make, onlyAtWordStart] of INLINE) {
    if (onlyAtWordStart && insideWord) continue;
    const found = pattern.exec(rest);
    if (found) return { node: make(found), length: found[0].length };
  }
  return null;
}
