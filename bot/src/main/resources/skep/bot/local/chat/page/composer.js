// Where one types: Enter sends, Shift+Enter breaks the line, the up arrow brings back the last one.
import { element } from "./markdown.js";

export class Composer {
  #last = [];
  #at = 0;

  constructor(form, placeholder, send) {
    this.send = send;
    this.text = element("textarea");
    this.text.rows = 1;
    this.text.placeholder = placeholder;
    this.text.setAttribute("aria-label", placeholder);
    this.text.maxLength = 5000;
    const button = element("button", "send", "Send");
    this.error = element("p", "error");
    this.error.setAttribute("role", "alert");
    form.append(this.text, button, this.error);
    form.onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    this.text.onkeydown = (event) => this.#key(event);
    this.text.oninput = () => this.#grow();
  }

  placeholder(text) {
    this.text.placeholder = text;
    this.text.setAttribute("aria-label", text);
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "ArrowUp" && this.#recalls()) {
      event.preventDefault();
      this.#recall(-1);
    } else if (event.key === "ArrowDown" && this.#recalls()) {
      event.preventDefault();
      this.#recall(1);
    }
  }

  #recalls() {
    return this.#last.length > 0 && (this.text.value === "" || this.text.value === this.#last[this.#at]);
  }

  #recall(step) {
    this.#at = Math.min(Math.max(this.#at + step, 0), this.#last.length);
    this.text.value = this.#last[this.#at] ?? "";
    this.#grow();
  }

  async #submit() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.#grow();
    this.#last.push(text);
    this.#at = this.#last.length;
    try {
      this.error.textContent = "";
      await this.send(text);
    } catch (problem) {
      this.text.value ||= text;
      this.error.textContent = `Not sent: ${problem.message}`;
    }
  }

  #grow() {
    this.text.rows = Math.min(this.text.value.split("\n").length, 8);
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }
}
