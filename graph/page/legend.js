"use strict";
// The legend, which filters by label and kind, and the time slider in it.

class Legend {
  constructor(app) {
    this.app = app;
    this.graph = app.graph;
    this.panels = app.panels;
  }

  show() {
    const { graph, app } = this;
    const count = (items) => items.reduce((m, i) => m.set(i.group, (m.get(i.group) ?? 0) + 1), new Map());
    const chip = (key, sign, name, n) => el("button", { class: "chip", type: "button", "aria-pressed": String(!app.state.hidden.has(key)), "data-key": key, title: this.panels.say("only"),
      click: (event) => (event.shiftKey ? app.only(key) : app.toggle(key)), dblclick: () => app.only(key) }, sign, name, el("i", { class: "count" }, n.toLocaleString()));
    const labels = count(graph.nodes), kinds = count(graph.lines);
    const row = (word, chips) => el("div", { role: "group", "aria-label": this.panels.say(word) }, chips);
    const restore = app.state.gone.size > 0 && el("button", { class: "chip", type: "button", click: () => app.go({ gone: new Set() }) }, this.panels.say("unhide", { n: app.state.gone.size }));
    const legend = document.getElementById("legend");
    if (legend.contains(document.activeElement) && document.activeElement.type === "range") return void this.#clock(legend.querySelector("#time"));
    const pressed = legend.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    legend.replaceChildren(
      row("nodes", [...Object.entries(graph.about.labels).filter(([k]) => labels.has(k)).map(([k, l]) => chip(k, symbolSvg(l.shape, app.scene.colorOf({ group: k })), this.panels.labelName(k), labels.get(k))), this.#time()].filter(Boolean)),
      row("lines", [...Object.keys(graph.about.kinds).filter((k) => kinds.has(k)).map((k) => chip(k, this.panels.lineSign(k), this.panels.kindName(k), kinds.get(k))), restore].filter(Boolean)));
    if (pressed) legend.querySelector(`[data-key="${CSS.escape(pressed)}"]`)?.focus({ preventScroll: true });
  }

  /** The time slider: what was said by a month; at its end everything. */
  #time() {
    const { app, graph } = this;
    if (graph.months.length < 2) return null;
    const range = el("input", { type: "range", min: 0, max: graph.months.length - 1, "aria-label": this.panels.say("time"),
      input: (event) => app.until(Number(event.target.value)) });
    const play = el("button", { type: "button", class: "play", click: () => app.play() });
    const element = el("div", { id: "time" }, play, range, el("output", {}));
    this.#clock(element);
    return element;
  }

  #clock(element) {
    const { app, graph } = this;
    const last = graph.months.length - 1;
    const at = app.state.until ? Math.max(graph.months.findLastIndex((month) => month <= app.state.until), 0) : last;
    const [play, range, output] = element.children;
    range.value = at;
    range.setAttribute("aria-valuetext", output.textContent = app.state.until ? graph.months[at] : this.panels.say("all_time"));
    play.textContent = app.playing ? "❚❚" : "▶";
    play.setAttribute("aria-label", this.panels.say(app.playing ? "pause" : "play"));
  }
}
