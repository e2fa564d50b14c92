"use strict";
// The desk's page. Everything it shows came as data and is put there as text; nothing is ever markup.

const SHOWN_SECONDS = 30;
const api = document.querySelector('meta[name="skep-api"]').content.replace(/\/$/, "");
const $ = (id) => document.getElementById(id);

const state = { session: { signedIn: false }, commit: "", secrets: [], open: null, upload: null, hiding: null };

async function call(path, body) {
  const options = { credentials: "include", cache: "no-store", headers: {} };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
    if (state.session.csrf) options.headers["X-Skep-Csrf"] = state.session.csrf;
  }
  let answer;
  try {
    answer = await fetch(api + path, options);
  } catch {
    throw { error: "The desk does not answer. Is Skep being restarted? Try again in a minute.", status: 0 };
  }
  const said = await answer.json().catch(() => ({ error: "The desk answered with nothing that makes sense." }));
  if (answer.ok) return said;
  if (answer.status === 401) leave(said.error);
  throw { ...said, status: answer.status };
}

function say(element, text, kind = "") {
  element.textContent = text;
  element.className = kind;
}

function show(...visible) {
  for (const id of ["welcome", "invitation", "list"]) $(id).hidden = !visible.includes(id);
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// ---- coming in ----

let token = "";

async function start() {
  token = new URLSearchParams(location.hash.slice(1)).get("link") ?? "";
  // The secret part does not stay in the address, where a glance or the history would find it.
  if (location.hash) history.replaceState(null, "", location.pathname);
  await enter();
}

async function enter() {
  try {
    state.session = await call("/api/session");
  } catch (failure) {
    say($("status"), failure.error, "bad");
    return;
  }
  const { signedIn, canSignIn, person } = state.session;
  $("person").textContent = signedIn ? person : "";
  $("sign-out").hidden = !signedIn;
  if (token) return show("invitation");
  if (signedIn) return load();
  $("sign-in").href = api + "/sign-in";
  $("sign-in").hidden = !canSignIn;
  $("by-link").hidden = false;
  show("welcome");
}

function leave(why) {
  close();
  state.session = { signedIn: false };
  state.secrets = [];
  $("files").replaceChildren();
  enter().then(() => say($("status"), why));
}

$("use-link").addEventListener("click", async () => {
  const used = token;
  token = "";
  try {
    await call("/api/link", { token: used });
    say($("status"), "");
  } catch (failure) {
    say($("status"), failure.error, "bad");
  }
  await enter();
});

$("sign-out").addEventListener("click", async () => {
  await call("/api/sign-out", {}).catch(() => {});
  leave("You are signed out.");
});

// ---- the list ----

async function load() {
  try {
    const listing = await call("/api/secrets");
    state.commit = listing.commit;
    state.secrets = listing.secrets;
  } catch (failure) {
    say($("status"), failure.error, "bad");
    return;
  }
  show("list");
  draw();
  if (state.session.only && state.secrets.length) open(state.secrets[0]);
}

const nameOf = (secret) => (secret.key === undefined ? secret.path : secret.path + ":" + secret.key);

function days(from, to) {
  return Math.floor((to - from) / 86400000);
}

function age(secret) {
  if (!secret.changed) return "";
  const old = days(new Date(secret.changed.when), new Date());
  return old < 1 ? "today" : old === 1 ? "1 day old" : old + " days old";
}

function badges(secret) {
  const found = [];
  if (secret.locked) found.push(make("span", "badge warn", "locked"));
  if (secret.expires) {
    const left = days(new Date(new Date().toISOString().slice(0, 10)), new Date(secret.expires));
    if (left < 0) found.push(make("span", "badge warn", "expired"));
    else if (left <= 30) found.push(make("span", "badge soon", left === 0 ? "expires today" : "expires in " + left + " d"));
  }
  return found;
}

function draw() {
  const wanted = $("filter").value.trim().toLowerCase();
  const files = new Map();
  for (const secret of state.secrets) {
    const text = [nameOf(secret), ...secret.stacks].join(" ").toLowerCase();
    if (text.includes(wanted)) files.set(secret.path, [...(files.get(secret.path) ?? []), secret]);
  }
  $("files").replaceChildren(...[...files].map(([path, secrets]) => file(path, secrets)));
  const shown = [...files.values()].flat().length;
  $("count").textContent =
    (shown === state.secrets.length ? shown + (shown === 1 ? " secret" : " secrets") : shown + " of " + state.secrets.length + " secrets") +
    " at commit " + state.commit.slice(0, 10);
}

function file(path, secrets) {
  const card = make("article", "file");
  card.append(make("h2", "", path));
  const { stacks, waiting } = secrets[0];
  const use = make("p", "stacks quiet", stacks.length ? "used by " + stacks.join(", ") : "used by no stack");
  if (waiting.length) use.append(" ", make("span", "badge soon", "not deployed yet to " + waiting.join(", ")));
  card.append(use);
  const list = make("ul");
  for (const secret of secrets) {
    const row = make("button");
    row.type = "button";
    row.append(make("span", "key", secret.key ?? "the whole file"), ...badges(secret), make("span", "quiet", age(secret)));
    row.addEventListener("click", () => open(secret));
    const item = make("li");
    item.append(row);
    list.append(item);
  }
  card.append(list);
  return card;
}

$("filter").addEventListener("input", draw);

// ---- one secret ----

const which = () =>
  state.open.key === undefined ? { path: state.open.path } : { path: state.open.path, key: state.open.key };

function open(secret) {
  state.open = secret;
  state.base = state.commit;
  $("secret-name").textContent = nameOf(secret);
  const facts = [];
  if (secret.changed) facts.push("changed " + secret.changed.when.slice(0, 10) + " by " + secret.changed.who);
  if (secret.expires) facts.push("good until " + secret.expires);
  facts.push(secret.stacks.length ? "used by " + secret.stacks.join(", ") : "used by no stack");
  $("facts").textContent = facts.join(" · ");
  $("generate").hidden = !secret.generated;
  $("deploy").hidden = secret.stacks.length === 0;
  $("reveal").disabled = secret.locked || !secret.changed;
  $("new-value").value = "";
  take(null);
  say($("edit-status"), "");
  $("past").open = false;
  hide();
  $("secret").showModal();
  $("new-value").focus();
}

function close() {
  hide();
  $("new-value").value = "";
  take(null);
  state.open = null;
  if ($("secret").open) $("secret").close();
}

function hide() {
  clearInterval(state.hiding);
  $("value").textContent = "••••••••••";
  $("reveal").textContent = "Show for " + SHOWN_SECONDS + " s";
  $("copy").hidden = true;
  state.shown = undefined;
}

$("reveal").addEventListener("click", async () => {
  if (state.shown !== undefined) return hide();
  const asked = state.open;
  try {
    const said = await call("/api/reveal", { ...which(), base: state.base });
    if (state.open !== asked) return;
    state.shown = said.value ?? "";
    $("value").textContent = said.value ?? "(no text; as base64) " + said.base64;
    $("copy").hidden = said.value === undefined;
    let left = SHOWN_SECONDS;
    const count = () => ($("reveal").textContent = "Hide (" + left + " s)");
    count();
    state.hiding = setInterval(() => (--left > 0 ? count() : hide()), 1000);
  } catch (failure) {
    say($("edit-status"), failure.error, "bad");
  }
});

$("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(state.shown);
  say($("edit-status"), "Copied. Other programs can read the clipboard: empty it soon.");
});

$("generate").addEventListener("click", async () => {
  try {
    const said = await call("/api/generate", which());
    $("new-value").value = said.value ?? "";
    take(said.base64 ? { name: "generated", base64: said.base64 } : null);
    say($("edit-status"), "A new value, not saved yet.");
  } catch (failure) {
    say($("edit-status"), failure.error, "bad");
  }
});

function take(upload) {
  state.upload = upload;
  $("file").value = "";
  $("file-name").textContent = upload ? upload.name : "";
  $("new-value").disabled = upload !== null;
}

$("file").addEventListener("change", async () => {
  const chosen = $("file").files[0];
  if (!chosen) return;
  if (chosen.size > 512000) {
    take(null);
    return say($("edit-status"), "That file is over 500 KB, the most a Docker secret takes.", "bad");
  }
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  take({ name: chosen.name + ", " + bytes.length + " bytes", base64: btoa(binary) });
  say($("edit-status"), "The file is taken as it is, byte for byte.");
});

$("edit").addEventListener("submit", async (event) => {
  event.preventDefault();
  const deploy = event.submitter?.value === "deploy";
  const value = state.upload ? { base64: state.upload.base64 } : { value: $("new-value").value };
  if (value.value === "" && !confirm("Save an empty value?")) return;
  for (const id of ["save", "deploy"]) $(id).disabled = true;
  try {
    saved(await call("/api/save", { ...which(), base: state.base, deploy, ...value }));
  } catch (failure) {
    conflict(failure);
  } finally {
    for (const id of ["save", "deploy"]) $(id).disabled = false;
  }
});

async function saved(said) {
  const name = nameOf(state.open);
  const odd = said.oddities.map((words) => " Mind: it " + words + ".").join("");
  const text = name + " is saved, commit " + said.commit.slice(0, 10) + ". " + said.more + odd;
  if (state.session.only) {
    state.commit = state.base = said.commit;
    $("new-value").value = "";
    take(null);
    return say($("edit-status"), text + " You can close this page.", "good");
  }
  close();
  say($("status"), text, odd ? "" : "good");
  await load();
}

// Somebody was faster: what was typed stays, and the next save is meant upon theirs.
function conflict(failure) {
  if (failure.theirs) state.base = failure.theirs.commit;
  hide();
  const since = failure.theirs ? " (" + failure.theirs.when.slice(0, 16).replace("T", " ") + ")" : "";
  say($("edit-status"), failure.error + since, "bad");
}

$("past").addEventListener("toggle", async () => {
  if (!$("past").open || !state.open) return;
  const said = await call("/api/history", which()).catch((failure) => ({ steps: [], error: failure.error }));
  $("steps").replaceChildren(
    ...said.steps.map((step) =>
      make("li", "", step.when.slice(0, 16).replace("T", " ") + " " + step.who + ": " + step.what + " (" + step.commit.slice(0, 10) + ")")),
  );
  if (!said.steps.length) $("steps").replaceChildren(make("li", "quiet", said.error ?? "It was never committed yet."));
});

$("close").addEventListener("click", close);
$("secret").addEventListener("close", () => { hide(); $("new-value").value = ""; });

// What was shown does not come back with the browser's back button.
window.addEventListener("pagehide", close);
window.addEventListener("hashchange", start);
start();
