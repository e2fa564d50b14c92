// The page: who you are, which room you read, which thread is open.
import { Composer } from "./composer.js";
import { element } from "./markdown.js";
import { MessageList } from "./messages.js";
import { Server, time } from "./server.js";

const EXAMPLES = [
  ["/diff web", "what would change"],
  ["/deploy web", "ask for it to be done"],
  ["/rollback web", "go back to the last good release"],
];
const HISTORY = { c: "channels.history", p: "groups.history", d: "im.history" };
const $ = (id) => document.getElementById(id);

let server;
let rooms = [];
let room;
let thread;
const unread = new Map();
const dismissed = new Set();

const actions = {
  me: () => server.me._id,
  click: (action, doc) => quietly(server.say(doc.rid, action.msg, doc.tmid)),
  openThread: (doc) => openThread(doc),
  react: (doc, code) => quietly(server.post("chat.react", { messageId: doc._id, emoji: code })),
};
const roomList = new MessageList($("room-messages"), actions, { threads: true });
const threadList = new MessageList($("thread-messages"), actions, { threads: false });
const roomComposer = new Composer($("room-composer"), "Message", (text) => server.say(room.rid, text));
const threadComposer = new Composer($("thread-composer"), "Reply", (text) => server.say(thread.rid, text, thread._id));

function quietly(promise) {
  promise.catch((problem) => status(problem.message));
}

function status(text) {
  $("line").textContent = text;
}

async function signIn(name) {
  const [readRoom, readThread] = [room?.rid, thread];
  const next = await Server.signIn(name);
  server?.close();
  server = next;
  history.replaceState(null, "", `?as=${name}`);
  server.onMessage = arrived;
  server.onRoom = () => quietly(loadRooms());
  server.onLost = () => status("connecting again…");
  $("sign-in").hidden = true;
  $("chat").hidden = false;
  document.body.dataset.as = name;
  const other = name === "you" ? "colleague" : "you";
  $("other-tab").href = `/?as=${other}`;
  $("other-tab").textContent = `be ${other} in a new tab ↗`;
  document.querySelectorAll(".switch button").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.as === name)));
  unread.clear();
  closeThread();
  // Before anything can be said: an answer that comes before the page listens would open no thread.
  await server.listen();
  server.onReady = () => quietly(refresh());
  await loadRooms();
  const same = rooms.find((each) => each.rid === readRoom);
  await openRoom(same ?? rooms.find((each) => each.name === "ops") ?? rooms[0]);
  if (same && readThread) await openThread(readThread);
}

/** After each (re)connection: what the page shows is read again, and merged in place. */
async function refresh() {
  status("");
  await loadRooms();
  const replies = new Map(roomList.docs.map((doc) => [doc._id, doc.tcount ?? 0]));
  await fillRoom();
  if (thread) await fillThread();
  roomList.docs.filter((doc) => (doc.tcount ?? 0) > (replies.get(doc._id) ?? 0)).forEach(follow);
}

async function loadRooms() {
  const { update } = await server.get("subscriptions.get");
  rooms = update.sort((a, b) => a.t.localeCompare(b.t) || a.name.localeCompare(b.name));
  drawRooms();
}

function drawRooms() {
  const items = rooms.map((each) => {
    const count = unread.get(each.rid) ?? 0;
    const button = element("button", each.rid === room?.rid ? "current" : "", title(each));
    button.type = "button";
    if (each.t === "p") button.append(element("span", "tag", "private"));
    if (count) button.append(element("span", "count", String(count)));
    button.onclick = () => quietly(openRoom(each));
    return element("li", "", button);
  });
  items.push(element("li", "", directToBot()));
  $("room-list").replaceChildren(...items);
  const all = [...unread.values()].reduce((sum, n) => sum + n, 0);
  document.title = `${all ? `(${all}) ` : ""}${room ? title(room) : ""} · Skep`;
}

function directToBot() {
  if (rooms.some((each) => each.t === "d" && each.name === "skep")) return "";
  const button = element("button", "faint", "@skep");
  button.type = "button";
  button.title = "talk to the bot alone";
  button.onclick = () =>
    quietly(
      server.post("im.create", { username: "skep" }).then(async (made) => {
        await loadRooms();
        await openRoom(rooms.find((each) => each.rid === made.room.rid));
      }),
    );
  return button;
}

function title(each) {
  return `${{ c: "#", p: "", d: "@" }[each.t] ?? ""}${each.name}`;
}

async function openRoom(next) {
  room = next;
  closeThread();
  unread.delete(room.rid);
  $("room-name").textContent = title(room);
  $("room-people").textContent = { c: "you, colleague and the bot", p: "who is here may deploy and approve", d: "only you and the bot" }[room.t] ?? "";
  roomComposer.placeholder(`Message ${title(room)}`);
  roomList.clear(hint());
  drawRooms();
  await fillRoom();
  roomList.toEnd();
  roomComposer.focus();
}

async function fillRoom() {
  const { messages } = await server.get(HISTORY[room.t], { roomId: room.rid, count: 100 });
  messages.reverse().forEach((doc) => roomList.show(doc));
}

function hint() {
  const box = element("div", "empty", element("p", "", "Nothing here yet. Type a command, or click one:"));
  for (const [command, meaning] of EXAMPLES) {
    const button = element("button", "", element("code", "", command), element("span", "", meaning));
    button.type = "button";
    button.onclick = () => quietly(server.say(room.rid, command));
    box.append(button);
  }
  return box;
}

async function openThread(doc) {
  thread = doc;
  $("thread").hidden = false;
  document.body.classList.add("in-thread");
  threadList.clear();
  await fillThread();
  threadList.toEnd();
}

async function fillThread() {
  const of = thread;
  const { message } = await server.get("chat.getMessage", { msgId: of._id });
  const { messages } = await server.get("chat.getThreadMessages", { tmid: of._id, count: 100 });
  if (thread?._id !== of._id) return;
  [message, ...messages].forEach((doc) => threadList.show(doc));
}

function closeThread() {
  thread = undefined;
  $("thread").hidden = true;
  document.body.classList.remove("in-thread");
}

/** Closed by its reader: it does not open again by itself. */
function dismissThread() {
  dismissed.add(thread._id);
  closeThread();
}

function arrived(doc) {
  const fresh = !doc.editedAt && time(doc.ts) === time(doc._updatedAt);
  if (doc.rid === room?.rid) {
    if (!doc.tmid || doc.tshow) roomList.show(doc);
    if (thread && (doc._id === thread._id || doc.tmid === thread._id)) threadList.show(doc);
    else if (fresh && doc.tmid) followReply(doc);
  }
  if (fresh && doc.u._id !== server.me._id && (document.hidden || doc.rid !== room?.rid)) noteUnread(doc);
}

function followReply(doc) {
  const parent = roomList.docs.find((each) => each._id === doc.tmid);
  if (parent) follow(parent);
}

/** A first answer opens its thread, unless one is being read; on a phone only your own does. */
function follow(parent) {
  const mine = parent.u._id === server.me._id;
  const narrow = matchMedia("(max-width: 760px)").matches;
  const newer = !thread || time(parent.ts) > time(thread.ts);
  if (newer && !dismissed.has(parent._id) && (mine || (!narrow && !thread))) quietly(openThread(parent));
}

function noteUnread(doc) {
  if (doc.rid === room?.rid && !doc.tmid && !unread.get(doc.rid)) roomList.mark(doc._id);
  unread.set(doc.rid, (unread.get(doc.rid) ?? 0) + 1);
  drawRooms();
}

async function start() {
  document.querySelectorAll("button[data-as]").forEach((button) => {
    button.onclick = () => quietly(signIn(button.dataset.as));
  });
  $("close-thread").onclick = dismissThread;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && thread) dismissThread();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && room && unread.delete(room.rid)) drawRooms();
  });
  const { text } = await (await fetch("/try/banner")).json();
  $("banner").textContent = text;
  $("banner").hidden = !text;
  const as = new URLSearchParams(location.search).get("as");
  if (as) await signIn(as).catch(() => ($("sign-in").hidden = false));
  else $("sign-in").hidden = false;
}

start();
