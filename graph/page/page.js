"use strict";
// The page: what is chosen, filtered and in focus is one state; the address's fragment holds it, so that a link
// leads to a view and the browser's Back undoes. Every action writes the fragment, every change of it is applied.

const START = { node: null, line: null, path: null, table: false, ask: "", trail: [], focus: null, depth: 1, open: new Set(), shut: new Set(), tint: false, until: "", hidden: new Set(), gone: new Set(), lang: "zh", theme: "" };

class App {
  constructor(source, first, panels = Panels) {
    this.source = source;
    this.graph = new Graph(first);
    source.serve(this.graph);
    const { about } = this.graph;
    this.usual = new Set(Object.keys(about.kinds).filter((kind) => about.kinds[kind].hidden));
    this.start = { ...START, hidden: this.usual, lang: about.language };
    this.state = this.fromFragment(location.hash);
    this.#dress();
    const network = document.getElementById("network");
    if (network.clientHeight > 1.1 * network.clientWidth) this.graph.turn();
    this.scene = new Scene(this.graph, network, {
      options: first.options,
      tint: this.state.tint,
      pick: (node) => this.pick(node),
      pickLine: (line) => this.go({ line, node: null, path: null, table: false }),
      clear: () => this.clear(),
      dive: (node) => this.dive(node),
      settle: () => this.#settled(),
      hover: (node, line, event) => this.#hover(node, line, event),
    });
    this.panels = new panels(this);
    this.legend = new Legend(this);
    this.table = new Table(this);
    this.finder = new Finder(this, { input: document.getElementById("query"), list: document.getElementById("hits"), chosen: (node) => this.choose(node) });
    this.#furnish();
    this.#listen();
    this.sift();
    this.apply(null);
    this.#arrive(location.hash);
    document.documentElement.dataset.ready = Math.round(performance.now());
  }

  // ---- state and fragment

  go(changes) {
    const before = this.state;
    this.state = { ...before, ...changes };
    const fragment = this.#toFragment(this.state);
    if (fragment !== this.#toFragment(before)) location.hash = fragment || "all";
    this.apply(before);
  }

  #toFragment(state) {
    const out = [];
    const put = (key, value) => value && out.push(`${key}=${value}`);
    const key = (node) => (node ? encodeURIComponent(node.key) : "");
    put("node", key(state.node));
    put("line", state.line?.key);
    put("path", state.path && state.path.map(key).join("~"));
    put("table", state.table && 1);
    put("ask", encodeURIComponent(state.ask));
    put("trail", state.trail.map(encodeURIComponent).join("~"));
    put("focus", key(state.focus));
    put("depth", state.focus && state.depth > 1 && state.depth);
    put("until", state.until);
    put("off", [...state.hidden].filter((k) => !this.usual.has(k)).map(encodeURIComponent).join("~"));
    put("on", [...this.usual].filter((k) => !state.hidden.has(k)).map(encodeURIComponent).join("~"));
    put("open", [...state.open].map(encodeURIComponent).join("~"));
    put("shut", [...state.shut].map(encodeURIComponent).join("~"));
    put("tint", state.tint && 1);
    put("gone", [...state.gone].map(encodeURIComponent).join("~"));
    put("lang", state.lang !== this.graph.about.language && state.lang);
    put("theme", state.theme);
    return out.join("&");
  }

  fromFragment(hash) {
    const given = new Map(hash.replace(/^#/, "").split("&").map((pair) => { const i = pair.indexOf("="); return [pair.slice(0, i), pair.slice(i + 1)]; }));
    const plain = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
    const list = (key) => (given.get(key) ? given.get(key).split("~").map(plain) : []);
    const node = (key) => this.graph.byKey.get(plain(given.get(key) ?? "")) ?? null;
    const path = given.get("path")?.split("~").map((key) => this.graph.byKey.get(plain(key)) ?? null);
    const on = list("on");
    return {
      ...this.start,
      node: node("node"), line: this.graph.lineByKey.get(given.get("line")) ?? null,
      path: path ? [path[0] ?? null, path[1] ?? null] : null, table: given.has("table"), ask: plain(given.get("ask") ?? ""), trail: list("trail"),
      focus: node("focus"), depth: Math.min(Math.max(Number(given.get("depth")) || 1, 1), 4), until: /^[\d-]+$/.test(given.get("until") ?? "") ? given.get("until") : "",
      hidden: new Set([...this.usual, ...list("off")].filter((k) => !on.includes(k))), gone: new Set(list("gone")),
      open: new Set(list("open")), shut: new Set(list("shut")), tint: given.has("tint"),
      lang: ["zh", "en"].includes(given.get("lang")) ? given.get("lang") : this.start.lang,
      theme: ["light", "dark"].includes(given.get("theme")) ? given.get("theme") : "",
    };
  }

  /** Brings the page in line with the state; `before` is what it showed, null at the start. */
  apply(before) {
    const { state, graph, scene, panels } = this;
    const changed = (...keys) => !before || keys.some((key) => before[key] !== state[key]);
    if (changed("theme", "lang", "tint")) {
      scene.tint = state.tint;
      this.#dress();
      scene.readTheme();
      this.#furnish();
      if (before) scene.refresh();
    }
    if (before && this.#filterKey(before) !== this.#filterKey(state)) {
      this.sift();
      if (changed("focus", "depth")) scene.fit();
    }
    this.legend.show();
    this.#notice();
    this.steps = null;
    this.#light();
    if (state.path) this.#join(state.path, before && changed("path"));
    else if (state.line) panels.line(state.line);
    else if (state.node) panels.dossier(state.node);
    else if (state.table) this.table.show();
    else if (state.ask) panels.asked?.(state.ask);
    else panels.overview();
    const view = state.path ? "path" : state.line ? "line" : state.node ? "node" : state.table ? "table" : state.ask ? "ask" : "overview";
    document.body.dataset.view = view;
    if (before && changed("node", "line")) this.#travel();
    if (state.node && changed("node")) this.announce(panels.say("selected", { name: state.node.name }));
  }

  /** The connection of two nodes, drawn and told, once the source has found it. */
  async #join(path, travel) {
    const [from, to] = path;
    const steps = from && to ? await this.source.connect(from.key, to.key) : null;
    if (this.state.path !== path) return;
    let fresh = 0;
    for (const { from, to, lines } of steps ?? []) fresh += this.graph.hold({ nodes: [from, to], lines });
    if (fresh) this.#refill();
    const held = (node) => this.graph.byKey.get(node.key);
    this.steps = steps?.map((step) => ({ from: held(step.from), to: held(step.to), lines: step.lines.map((line) => this.graph.lineByKey.get(line.key)) }));
    this.#light();
    if (travel) this.#travel();
    await this.panels.connection(path);
  }

  /** Draws what the filters leave of the part that the source has opened. */
  sift() {
    this.graph.filter({ ...this.state, part: this.source.part(this.state.trail) });
    this.scene.refresh();
  }

  #refill() {
    this.sift();
    this.legend.show();
  }

  #filterKey({ hidden, gone, focus, depth, until, open, shut }) {
    return JSON.stringify([[...open].sort(), [...shut].sort(), [...hidden].sort(), [...gone].sort(), focus?.id, depth, until]);
  }

  #light() {
    const { state, graph, scene } = this;
    let main = [], lines = [];
    if (this.steps) [main, lines] = [[this.steps[0].from, this.steps.at(-1).to], this.steps.flatMap((step) => step.lines)];
    else if (state.path) main = state.path.filter(Boolean);
    else if (state.line) [main, lines] = [[graph.nodes[state.line.from], graph.nodes[state.line.to]], [state.line]];
    else if (state.node) [main, lines] = [[state.node], graph.shownOf(state.node)];
    if (!main.length) return scene.light(null);
    const nodes = new Set(main);
    for (const line of lines) nodes.add(graph.nodes[line.from]).add(graph.nodes[line.to]);
    scene.light({ main, nodes, lines: new Set(lines) });
    if (lines.length <= 60) this.#caption(lines).then(() => scene.network.redraw());
  }

  /** What stands beside a line in focus: its post, role or document, else its kind. */
  async #caption(lines) {
    for (const line of lines) {
      const told = await this.source.evidence(line);
      const words = told.map(({ properties: p }) => p.title || p.role || p.document || p.kind).find(Boolean) ?? this.panels.kindName(line.group);
      line.text = words.length > 12 ? words.slice(0, 11) + "…" : words;
    }
    // the same words on every line say nothing
    const same = groupBy(lines, (line) => line.text);
    for (const group of same.values()) if (group.length > 4) for (const line of group) line.text = "";
  }

  #travel() {
    const { state, scene, graph } = this;
    if (this.steps) scene.fit([this.steps[0].from, ...this.steps.map((s) => s.to)]);
    else if (state.line) scene.show(graph.nodes[state.line.from]);
    else if (graph.nodes.includes(state.node)) scene.show(state.node);
  }

  // ---- actions

  pick(node) {
    const { path } = this.state;
    if (path && (!path[0] || !path[1])) return this.go({ path: path[0] ? [path[0], node] : [node, path[1]] });
    this.go({ node, line: null, path: null, table: false });
  }

  /** A node found by name: brought back if a filter hides it, and shown. */
  choose(node) {
    const changes = { node, line: null, path: null, table: false };
    if (!this.graph.shownNodes.has(node)) {
      const hidden = new Set(this.state.hidden);
      hidden.delete(node.group);
      if (!node.lines.some((line) => !hidden.has(line.group))) for (const line of node.lines) hidden.delete(line.group);
      Object.assign(changes, { hidden, gone: new Set(), focus: null, until: "" });
    }
    this.go(changes);
  }

  clear() {
    this.go({ node: null, line: null, path: null, table: false, ask: "" });
  }

  back() {
    const { node, line, path, table, ask, focus } = this.state;
    if (node || line || path || table || ask) this.clear();
    else if (focus) this.go({ focus: null, depth: 1 });
  }

  focus(node, depth = 1) {
    const same = this.state.focus === node && depth === this.state.depth;
    this.go(same ? { focus: null, depth: 1, open: new Set() } : { focus: node, depth, open: new Set(), node, line: null, path: null });
  }

  /** What a double click does. */
  dive(node) {
    this.focus(node);
  }

  /** Shows all neighbours of a node: those folded away, beyond the focus, or only known to the source. */
  async expand(node) {
    if (this.graph.hold(await this.source.neighbours(node.key), node)) this.#refill();
    this.go(this.unfolded(node));
  }

  /** The changes that bring back what is folded away or hidden around a node. */
  unfolded(node) {
    const { open, shut, gone } = this.state;
    const near = new Set(node.lines.map((line) => this.graph.other(line, node).key));
    return { open: new Set([...open, node.key]), shut: new Set([...shut].filter((key) => key !== node.key)), gone: new Set([...gone].filter((key) => !near.has(key))) };
  }

  /** Folds away the neighbours that hang on this node alone; a second time, shows them again. */
  collapse(node) {
    const shut = new Set(this.state.shut), open = new Set(this.state.open);
    if (!shut.delete(node.key)) shut.add(node.key), open.delete(node.key);
    this.go({ open, shut });
  }

  hide(node) {
    this.go({ gone: new Set([...this.state.gone, node.key]), node: null, focus: this.state.focus === node ? null : this.state.focus });
  }

  pin(node) {
    node.pinned = !node.pinned; // a pinned node cannot be dragged
    if (this.scene.nodes.get(node.id)) this.scene.nodes.update({ id: node.id, fixed: node.pinned });
    this.apply(this.state);
  }

  toggle(key) {
    const hidden = new Set(this.state.hidden);
    if (!hidden.delete(key)) hidden.add(key);
    this.go({ hidden });
  }

  /** Only this label or kind of its row; a second time, all again. */
  only(key) {
    const { labels, kinds } = this.graph.about;
    const row = Object.keys(key in labels ? labels : kinds);
    const others = row.filter((k) => k !== key);
    const alone = others.every((k) => this.state.hidden.has(k));
    const rest = [...this.state.hidden].filter((k) => !row.includes(k));
    this.go({ hidden: new Set([...rest, ...(alone ? row.filter((k) => this.usual.has(k)) : others)]) });
  }

  /** Shows what was said by the month at this place of the slider. */
  until(place) {
    const { months } = this.graph;
    this.go({ until: place >= months.length - 1 ? "" : months[place] });
  }

  /** Lets the months pass, from the first if all have. */
  play() {
    clearInterval(this.playing);
    if (this.playing) return this.playing = null, this.apply(this.state);
    const { months } = this.graph;
    let place = this.state.until ? months.indexOf(this.state.until) : -1;
    const step = Math.max(1, Math.ceil(months.length / 60));
    this.playing = setInterval(() => {
      place = Math.min(place + step, months.length - 1);
      if (place === months.length - 1) clearInterval(this.playing), this.playing = null;
      this.until(place);
    }, 500);
  }

  download(name, blob) {
    const link = el("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async exportCsv() {
    const columns = ["source", "type", "target", "detail", "status", "date", "sentence", "article", "file", "rule"];
    // a spreadsheet takes = + - @ at the beginning for a formula
    const cell = (value) => `"${String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
    const rows = (await this.table.rows()).map((row) => columns.map((c) => cell(row[c])).join(","));
    this.download(`${this.#fileName()}.csv`, new Blob(["\ufeff" + [columns.join(","), ...rows].join("\r\n") + "\r\n"], { type: "text/csv" }));
  }

  async exportPng() {
    this.download(`${this.#fileName()}.png`, await this.scene.png());
  }

  exportSvg() {
    this.download(`${this.#fileName()}.svg`, new Blob([drawing(this.scene)], { type: "image/svg+xml" }));
  }

  #fileName() {
    return this.graph.about.title.replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 60) || "guanxi";
  }

  // ---- furniture

  announce(text) {
    document.getElementById("live").textContent = text;
  }

  #dress() {
    const root = document.documentElement;
    root.lang = this.state.lang === "zh" ? "zh-Hans" : "en";
    if (this.state.theme) root.dataset.theme = this.state.theme;
    else delete root.dataset.theme;
  }

  #furnish() {
    const say = (key, values) => this.panels.say(key, values);
    const button = (word, key, act, className) => el("button", { type: "button", title: say(key), "aria-label": say(key), class: className, click: act }, word);
    const { state, graph } = this;
    const query = document.getElementById("query");
    query.placeholder = say("search");
    query.setAttribute("aria-label", say("search_label"));
    document.getElementById("hits").setAttribute("aria-label", say("search_label"));
    const menu = el("details", { class: "menu late" }, el("summary", {}, say("export")), el("div", {},
      ["export_csv", "export_png", "export_svg", "print"].map((key) => el("button", { type: "button", click: () => { menu.open = false; ({ export_csv: () => this.exportCsv(), export_png: () => this.exportPng(), export_svg: () => this.exportSvg(), print: () => print() })[key](); } }, say(key)))));
    document.getElementById("actions").replaceChildren(
      el("button", { type: "button", class: "late", title: "C", click: () => this.startPath() }, say("connect")),
      el("button", { type: "button", class: "late", title: "T", click: () => this.go({ table: !state.table, node: null, line: null, path: null }) }, say("table")),
      menu,
      el("button", { type: "button", id: "language", class: "later", click: () => this.go({ lang: this.state.lang === "zh" ? "en" : "zh" }) }, say("language")),
      button("◐", "theme", () => this.go({ theme: this.scene.theme.dark ? "light" : "dark" }), "later"));
    document.getElementById("zoom").replaceChildren(
      button("+", "zoom_in", () => this.scene.zoom(1.35)), button("−", "zoom_out", () => this.scene.zoom(1 / 1.35)),
      button("⤢", "fit", () => this.scene.fit()),
      el("button", { type: "button", hidden: !graph.nodes.some((node) => node.community >= 0), title: say("communities"), "aria-label": say("communities"), "aria-pressed": String(state.tint), click: () => this.go({ tint: !this.state.tint }) }, "◍"),
      button("↶", "undo", () => history.back()));
    document.getElementById("zoom").setAttribute("aria-label", say("view"));
    document.getElementById("network").setAttribute("aria-label", say("canvas", { n: graph.nodes.length, m: graph.lines.length }));
    document.getElementById("panel").setAttribute("aria-label", say("overview"));
    document.getElementById("legend").setAttribute("aria-label", say("legend"));
  }

  startPath() {
    const { node, path } = this.state;
    this.go({ path: path ? null : [node, null], line: null, table: false });
  }

  /** Above the picture: that only a neighbourhood is shown, how far, and the way back. */
  #notice() {
    const { state, panels } = this;
    const notice = document.getElementById("notice");
    notice.hidden = !state.focus;
    if (!state.focus) return;
    const step = (n) => el("button", { type: "button", "aria-pressed": String(n === state.depth), click: () => this.go({ depth: n }) }, String(n));
    notice.replaceChildren(el("span", {}, panels.say("focused", { name: state.focus.name, n: state.depth })), ...[1, 2, 3].map(step),
      el("button", { type: "button", click: () => this.go({ focus: null, depth: 1 }) }, panels.say("unfocus")));
  }

  #hover(node, line, event) {
    const tip = document.getElementById("tip");
    document.getElementById("network").style.cursor = node || line ? "pointer" : "";
    tip.hidden = !(node || line);
    if (tip.hidden) return;
    const name = (id) => this.graph.nodes[id].name;
    if (node) tip.replaceChildren(el("b", {}, node.name), el("small", {}, this.panels.labelName(node.group)));
    else tip.replaceChildren(el("b", {}, this.panels.kindName(line.group)), el("small", {}, `${name(line.from)} ${this.panels.arrow(line)} ${name(line.to)}`));
    const frame = document.getElementById("stage").getBoundingClientRect();
    const at = event.srcEvent ?? event;
    tip.style.left = `${Math.min(at.clientX - frame.left + 14, frame.width - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(at.clientY - frame.top + 14, frame.height - tip.offsetHeight - 8)}px`;
  }

  #settled() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (document.body.dataset.busy === "true") return; // the address names what is still to come
      this.scene.backdrop?.settle();
      const { x, y } = this.scene.network.getViewPosition();
      const at = [Math.round(x), Math.round(y), this.scene.network.getScale().toFixed(3)].join(",");
      const fragment = this.#toFragment(this.state);
      try { history.replaceState(null, "", `#${fragment}${fragment && "&"}at=${at}`); } catch { /* an embedded page has no history */ }
    }, 160);
  }

  /** The first view: where the link says, else the seeds' or the whole picture. */
  #arrive(hash) {
    this.scene.network.setSize("100%", "100%"); // panel and legend have taken their room by now
    const at = /(?:^#|&)at=(-?\d+),(-?\d+),([\d.]+)/.exec(hash);
    if (at) this.scene.move({ position: { x: Number(at[1]), y: Number(at[2]) }, scale: Number(at[3]) }, false);
    else this.scene.fit(undefined, 1.15, false);
  }

  #listen() {
    addEventListener("hashchange", () => {
      const before = this.state, now = this.fromFragment(location.hash);
      if (this.#toFragment(now) === this.#toFragment(before)) return; // our own writing
      this.state = now;
      this.apply(before);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.scene.readTheme(); this.scene.refresh(); this.apply(this.state); });
    addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("click", (event) => { for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false; });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Escape") return event.target.blur?.(), this.back();
    if (typing) return;
    const { node } = this.state;
    const scrolls = document.getElementById("panel").contains(event.target);
    const keys = {
      "/": () => this.finder.input.focus(),
      "+": () => this.scene.zoom(1.35), "=": () => this.scene.zoom(1.35), "-": () => this.scene.zoom(1 / 1.35), 0: () => this.scene.fit(),
      f: () => node && this.focus(node), e: () => node && this.expand(node), x: () => node && this.collapse(node), g: () => this.go({ tint: !this.state.tint }), h: () => node && this.hide(node), p: () => node && this.pin(node),
      c: () => this.startPath(), t: () => this.go({ table: !this.state.table, node: null, line: null, path: null }),
      z: () => history.back(),
      ...(scrolls ? {} : { ArrowLeft: () => this.scene.pan(-80, 0), ArrowRight: () => this.scene.pan(80, 0), ArrowUp: () => this.scene.pan(0, -80), ArrowDown: () => this.scene.pan(0, 80) }),
    };
    const act = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
