// One list of messages: shows each once, replaces changed ones in place, keeps the reader's place.
import { element, emoji, render } from "./markdown.js";
import { time } from "./server.js";

const TOGETHER = 5 * 60 * 1000;

/** Those the bot knows: solved, acknowledged, silenced. */
const SIGNS = ["white_check_mark", "eyes", "no_bell"];

export class MessageList {
  #nodes = new Map();
  #docs = new Map();

  /** @param actions {click(action, doc), openThread(doc), react(doc, emoji), me()} */
  constructor(root, actions, { threads }) {
    this.root = root;
    this.actions = actions;
    this.threads = threads;
  }

  clear(...placeholder) {
    this.#nodes.clear();
    this.#docs.clear();
    this.root.replaceChildren(...placeholder);
  }

  get docs() {
    return [...this.#docs.values()];
  }

  show(doc) {
    const known = this.#docs.get(doc._id);
    if (known && time(known._updatedAt) > time(doc._updatedAt)) return;
    const stay = !this.#atEnd();
    this.#docs.set(doc._id, doc);
    const node = this.#nodes.get(doc._id) ?? this.#insert(doc);
    this.#fill(node, doc);
    this.#group();
    if (!stay) this.toEnd();
  }

  mark(id) {
    this.root.querySelector(".unread")?.remove();
    this.#nodes.get(id)?.before(element("div", "unread", element("span", "", "new")));
  }

  toEnd() {
    this.root.scrollTop = this.root.scrollHeight;
  }

  #atEnd() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < 60;
  }

  #insert(doc) {
    this.root.querySelector(".empty")?.remove();
    const node = element("article", "message");
    node.dataset.id = doc._id;
    const later = [...this.#nodes.entries()].find(([id]) => time(this.#docs.get(id).ts) > time(doc.ts));
    if (later) later[1].before(node);
    else this.root.append(node);
    this.#nodes.set(doc._id, node);
    this.#nodes = new Map([...this.#nodes].sort((a, b) => time(this.#docs.get(a[0]).ts) - time(this.#docs.get(b[0]).ts)));
    return node;
  }

  /** Rebuilds only what differs, so that an edited progress line does not flicker. */
  #fill(node, doc) {
    const parts = {
      head: () => this.#head(doc),
      body: () => element("div", "body", render(doc.msg)),
      files: () => this.#files(doc),
      buttons: () => this.#buttons(doc),
      reactions: () => this.#reactions(doc),
      signs: () => this.#signs(doc),
      thread: () => this.#threadLink(doc),
    };
    for (const [name, make] of Object.entries(parts)) {
      const fresh = make();
      fresh.classList.add(name);
      const old = node.querySelector(`:scope > .${name}`);
      if (!old) node.append(fresh);
      else if (!old.isEqualNode(fresh)) old.replaceWith(fresh);
    }
    node.classList.toggle("own", doc.u._id === this.actions.me());
  }

  #head(doc) {
    const avatar = element("span", `avatar ${doc.u.username === "skep" ? "bot" : doc.u.username === "you" ? "one" : "two"}`, doc.u.username[0].toUpperCase());
    avatar.setAttribute("aria-hidden", "true");
    const at = new Date(time(doc.ts));
    const clock = element("time", "", at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    clock.dateTime = at.toISOString();
    const head = element("div", "", avatar, element("b", "", doc.u.username));
    if (doc.u.username === "skep") head.append(element("span", "tag", "bot"));
    head.append(clock);
    if (doc.editedAt) head.append(element("span", "edited", "edited"));
    return head;
  }

  #files(doc) {
    const row = element("div");
    for (const attachment of doc.attachments ?? []) {
      const { title, title_link: link, size } = attachment;
      if (!link?.startsWith("/file-upload/")) continue;
      const picture = attachment.image_url === link;
      const anchor = element("a", picture ? "picture" : "file", picture ? this.#picture(attachment) : title);
      anchor.href = link;
      anchor.download = title;
      if (size) anchor.append(element("span", "", `${Math.ceil(size / 1024)} kB`));
      row.append(anchor);
    }
    return row;
  }

  /** Its place is kept before it is there, so that nothing jumps. */
  #picture({ image_url: url, image_dimensions: size, description }) {
    const image = element("img");
    image.src = url;
    image.alt = description ?? "";
    image.title = image.alt;
    if (size) [image.width, image.height] = [size.width, size.height];
    return image;
  }

  #buttons(doc) {
    const row = element("div");
    for (const action of (doc.attachments ?? []).flatMap((a) => a.actions ?? [])) {
      if (action.type !== "button" || !action.msg) continue;
      const style = /reject|cancel/i.test(action.text) ? "quiet" : "loud";
      const button = element("button", style, action.text);
      button.type = "button";
      button.title = `says ${action.msg}`;
      button.onclick = () => this.actions.click(action, this.#docs.get(doc._id));
      row.append(button);
    }
    return row;
  }

  #reactions(doc) {
    const row = element("div");
    for (const [code, { usernames }] of Object.entries(doc.reactions ?? {})) {
      const button = element("button", "reaction", emoji(code), element("span", "", String(usernames.length)));
      button.type = "button";
      button.title = usernames.join(", ");
      button.onclick = () => this.actions.react(doc, code);
      row.append(button);
    }
    return row;
  }

  #signs(doc) {
    const row = element("div");
    for (const code of SIGNS) {
      const button = element("button", "sign", emoji(code));
      button.type = "button";
      button.title = `react with :${code}:`;
      button.setAttribute("aria-label", button.title);
      button.onclick = () => this.actions.react(doc, `:${code}:`);
      row.append(button);
    }
    return row;
  }

  #threadLink(doc) {
    const row = element("div");
    if (!this.threads) return row;
    const label = doc.tcount ? `${doc.tcount} ${doc.tcount === 1 ? "reply" : "replies"}` : "reply in thread";
    const button = element("button", doc.tcount ? "replies" : "replies start", label);
    button.type = "button";
    button.onclick = () => this.actions.openThread(this.#docs.get(doc._id));
    row.append(button);
    return row;
  }

  /** Messages of one person in short order share one head. */
  #group() {
    let before;
    for (const [id, node] of this.#nodes) {
      const doc = this.#docs.get(id);
      const follows = before && before.u._id === doc.u._id && time(doc.ts) - time(before.ts) < TOGETHER && !before.tcount;
      node.classList.toggle("follows", Boolean(follows));
      before = doc;
    }
  }
}
