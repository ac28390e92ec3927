"use strict";
// The search field with its suggestions.

/** A search field with suggestions: a combobox that the keyboard drives. */
class Finder {
  constructor(app, { label, chosen, input, list }) {
    this.app = app;
    this.chosen = chosen;
    const id = `hits-${Finder.count = (Finder.count ?? 0) + 1}`;
    this.input = input ?? el("input", { type: "search", role: "combobox", placeholder: label, "aria-label": label, "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" });
    this.list = list ?? el("ul", { id, role: "listbox", class: "hits", hidden: true });
    this.element = input ? input.parentElement : el("div", { class: "finder" }, this.input, this.list);
    this.input.addEventListener("input", () => this.#suggest());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // a hit that is pressed keeps the focus here
  }

  async #suggest() {
    const { app } = this, text = this.input.value;
    const found = await app.source.find(text);
    if (text !== this.input.value) return; // typed on meanwhile
    this.hits = found;
    this.at = 0;
    const { panels } = this.app;
    this.list.replaceChildren(...this.hits.map(({ node, as }, i) => {
      const item = el("li", { role: "option", id: `${this.list.id}-${i}`, click: () => this.#choose(node) },
        panels.symbol(node), el("span", {}, node.name, as && as !== node.name ? el("small", {}, as) : null), el("i", { class: "count" }, String(node.degree ?? node.lines.length)));
      return item;
    }));
    if (this.input.value.trim() && !this.hits.length) this.list.append(el("li", { class: "none" }, panels.say("no_match")));
    this.#open(this.list.childElementCount > 0);
    this.#mark();
    this.app.announce(panels.say("matches", { n: this.hits.length }));
  }

  #open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  #close() {
    this.#open(false);
  }

  #mark() {
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.at)));
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
    if (this.hits?.length) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const { key } = event;
    const n = this.hits?.length ?? 0;
    if (event.isComposing) return;
    if (key === "ArrowDown" && n) this.at = (this.at + 1) % n;
    else if (key === "ArrowUp" && n) this.at = (this.at + n - 1) % n;
    else if (key === "Enter" && n && !this.list.hidden) return event.preventDefault(), this.#choose(this.hits[this.at].node);
    else if (key === "Escape") { event.stopPropagation(); this.input.value = ""; this.#close(); this.input.blur(); return; }
    else return;
    event.preventDefault();
    this.#mark();
  }

  #choose(node) {
    this.input.value = "";
    this.hits = [];
    this.#close();
    this.input.blur();
    this.chosen(node);
  }
}
