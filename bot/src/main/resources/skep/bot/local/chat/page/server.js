// The page's side of Rocket.Chat's protocol: REST for acting, DDP for hearing.

/** Signed in to the server; `on` handlers are called for every message and room. */
export class Server {
  #id;
  #token;
  #socket;
  #closed = false;
  #pause = 300;
  #heard = Date.now();
  onMessage = () => {};
  onDeleted = () => {};
  onRoom = () => {};
  onReady = () => {};
  onLost = () => {};

  static async signIn(name) {
    const answer = await fetch("/api/v1/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: name, password: name }),
    });
    if (!answer.ok) throw new Error(`signing in as ${name} failed`);
    const { data } = await answer.json();
    const server = new Server();
    server.#id = data.userId;
    server.#token = data.authToken;
    server.me = data.me;
    return server;
  }

  get(path, query = {}) {
    return this.#call(`${path}?${new URLSearchParams(query)}`, { method: "GET" });
  }

  post(path, body) {
    return this.#call(path, { method: "POST", body: JSON.stringify(body) });
  }

  async #call(path, init) {
    const answer = await fetch(`/api/v1/${path}`, {
      ...init,
      headers: {
        "Content-Type": "application/json",
        "X-User-Id": this.#id,
        "X-Auth-Token": this.#token,
      },
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error ?? body.message);
    return body;
  }

  say(room, text, thread) {
    const message = { _id: newId(), rid: room, msg: text };
    if (thread) message.tmid = thread;
    return this.post("chat.sendMessage", { message });
  }

  /**
   * Opens the socket and keeps it open. Done when messages are heard for the first time; `onReady`
   * after each later sign-in, to read what was missed.
   */
  listen() {
    return new Promise((heard) => {
      this.onReady = heard;
      this.#open();
    });
  }

  #open() {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/websocket`);
    this.#socket = socket;
    const send = (frame) => socket.send(JSON.stringify(frame));
    socket.onopen = () => send({ msg: "connect", version: "1", support: ["1"] });
    socket.onmessage = (event) => {
      this.#heard = Date.now();
      this.#frame(JSON.parse(event.data), send);
    };
    const watch = setInterval(() => {
      const silent = Date.now() - this.#heard;
      if (silent > 45000) socket.close();
      else if (silent > 20000 && socket.readyState === WebSocket.OPEN) send({ msg: "ping" });
    }, 5000);
    socket.onclose = () => {
      clearInterval(watch);
      if (this.#closed) return;
      this.onLost();
      setTimeout(() => this.#closed || this.#open(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, 5000);
    };
  }

  #frame(frame, send) {
    switch (frame.msg) {
      case "connected":
        send({ msg: "method", method: "login", id: "login", params: [{ resume: this.#token }] });
        break;
      case "ping":
        send(frame.id ? { msg: "pong", id: frame.id } : { msg: "pong" });
        break;
      case "result":
        if (frame.id === "login" && !frame.error) this.#subscribe(send);
        break;
      case "ready":
        if (frame.subs.includes("messages")) {
          this.#pause = 300;
          this.onReady();
        }
        break;
      case "changed":
        this.#event(frame.collection, frame.fields);
        break;
    }
  }

  #subscribe(send) {
    const args = { useCollection: false, args: [] };
    const sub = (id, name, event) => send({ msg: "sub", id, name, params: [event, args] });
    sub("rooms", "stream-notify-user", `${this.#id}/subscriptions-changed`);
    sub("messages", "stream-room-messages", "__my_messages__");
  }

  #event(collection, { args }) {
    if (collection === "stream-room-messages") {
      if (args[1]?.roomParticipant) this.onMessage(args[0]);
    } else if (collection === "stream-notify-user") {
      this.onRoom(args[1]);
    }
  }

  close() {
    this.#closed = true;
    this.#socket?.close();
  }
}

function newId() {
  const letters = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
  return [...crypto.getRandomValues(new Uint8Array(17))].map((b) => letters[b % letters.length]).join("");
}

/** Milliseconds of a date in either of the server's forms. */
export function time(date) {
  if (typeof date === "string") return Date.parse(date);
  return date?.$date ?? 0;
}
