"use strict";
// The panels: overview, dossier of a node, sentences of a line, connection, table, legend. All text that comes
// from articles is set as textContent (`el` knows no other way).

/** An element with attributes and children; strings become text nodes, functions listeners. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const DETAIL = ["title", "role", "document", "kind", "share"];

class Panels {
  constructor(app) {
    this.app = app;
    this.graph = app.graph;
    this.panel = document.getElementById("panel");
  }

  say(key, values = {}) {
    const text = this.graph.about.words[this.app.state.lang][key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  labelName(group) {
    return this.graph.about.labels[group]?.[this.app.state.lang] ?? group;
  }

  kindName(kind) {
    return this.graph.about.kinds[kind]?.[this.app.state.lang] ?? kind;
  }

  symbol(node, size) {
    return symbolSvg(this.graph.about.labels[node.group]?.shape, this.app.scene.colorOf(node), size);
  }

  nodeButton(node, extra = null) {
    return el("button", { class: "node", type: "button", click: () => this.app.go({ node, line: null, path: null }) },
      this.symbol(node), el("span", {}, node.name), extra);
  }

  show(...children) {
    this.panel.replaceChildren(...children.flat().filter(Boolean));
    this.panel.scrollTop = 0;
  }

  closeButton() {
    return el("button", { class: "close", type: "button", "aria-label": this.say("close"), title: `${this.say("close")} (Esc)`,
      click: () => this.app.back() }, "×");
  }

  // ---- overview

  async overview() {
    const { graph } = this;
    const { leftOut, articles } = graph.about;
    const figure = (n, word) => el("div", {}, el("b", {}, n.toLocaleString()), el("span", {}, this.say(word)));
    const hubs = [...graph.shownNodes].sort((a, b) => a.id - b.id).filter((n) => n.group !== "Region").slice(0, 10);
    const sources = el("ul", { class: "sources" });
    this.show(
      el("div", { class: "figures" }, figure(graph.shownNodes.size, "count_nodes"), figure(graph.shownLines.size, "count_lines"), figure(articles, "count_articles")),
      leftOut.nodes > 0 && el("p", { class: "warn" }, this.say("left_out", { shown: graph.nodes.length.toLocaleString(), nodes: leftOut.nodes.toLocaleString(), lines: leftOut.lines.toLocaleString() })),
      el("p", { class: "how" }, this.say("how")),
      el("h3", { role: "heading", "aria-level": 2 }, this.say("most")),
      el("ul", { class: "rows" }, hubs.map((node) => el("li", {}, this.nodeButton(node, el("i", { class: "count" }, String(graph.shownOf(node).length)))))),
      articles > 0 && el("h3", { role: "heading", "aria-level": 2 }, this.say("articles")), sources,
      el("p", { class: "keys" }, this.say("keys")),
    );
    // packed evidence waits for the first click
    if (graph.packed) sources.append(el("li", {}, el("button", { class: "more", type: "button", click: () => this.#sources(sources) }, this.say("more", { n: articles }))));
    else await this.#sources(sources);
  }

  async #sources(sources) {
    const listed = await this.graph.articles();
    sources.replaceChildren();
    const row = (a) => el("li", {}, el("span", {}, a.title || a.source), el("small", {}, [a.date, a.publisher || (a.title ? a.source : "")].filter(Boolean).join(" · ")));
    sources.append(...listed.slice(0, 30).map(row));
    if (listed.length > 30) sources.append(this.#moreButton(sources, listed.slice(30).map((a) => () => row(a))));
  }

  #moreButton(list, makers) {
    const item = el("li", {}, el("button", { class: "more", type: "button", click: () => { item.remove(); list.append(...makers.map((make) => make())); } },
      this.say("more", { n: makers.length })));
    return item;
  }

  // ---- dossier

  head(node) {
    const also = (node.also ?? []).slice(0, 8).join("、");
    return el("header", { class: "head" },
      el("p", { class: "label" }, this.symbol(node), this.labelName(node.group), this.closeButton()),
      el("h2", {}, node.name),
      also && el("p", { class: "also" }, `${this.say("also")} ${also}`));
  }

  /** More that can be done with a node, where the page is served. */
  tools(_) {
    return [];
  }

  async dossier(node) {
    const { app, graph } = this;
    const tool = (word, key, act, pressed) => el("button", { type: "button", title: key, "aria-pressed": pressed, click: act }, word);
    const body = el("div", { class: "sections" }, el("p", { class: "how" }, this.say("loading")));
    const focused = app.state.focus === node;
    this.show(this.head(node),
      el("div", { class: "tools" }, this.tools(node),
        tool(focused ? this.say("unfocus") : this.say("focus"), "F", () => app.focus(node), String(focused)),
        tool(this.say("connect_from"), "C", () => app.go({ path: [node, null] })),
        tool(this.say("hide"), "H", () => app.hide(node)),
        tool(node.pinned ? this.say("unpin") : this.say("pin"), "P", () => app.pin(node), String(Boolean(node.pinned)))),
      body);
    const shown = graph.shownOf(node);
    const told = await this.#told(shown);
    if (app.state.node !== node) return;
    const groups = groupBy(told, (t) => t.line.group);
    const order = Object.keys(graph.about.kinds);
    const sections = [...groups].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([kind, list]) => this.#section(kind, list, node));
    const hidden = node.lines.length - shown.length;
    body.replaceChildren(...(sections.length ? sections : [el("p", { class: "how" }, this.say("no_lines"))]),
      ...(hidden ? [el("p", { class: "how" }, this.say("hidden_lines", { n: hidden }))] : []));
  }

  async #told(lines) {
    const all = await Promise.all(lines.map(async (line) => (await this.graph.statements(line)).map((statement) => ({ line, statement }))));
    return all.flat();
  }

  /** One kind of tie: the neighbours that one sentence names stand together above it. */
  #section(kind, told, node) {
    const bySentence = [...groupBy(told, (t) => t.statement.sentence).values()];
    bySentence.sort((a, b) => (b[0].statement.properties.date ?? "").localeCompare(a[0].statement.properties.date ?? ""));
    const list = el("div", { class: "told" });
    const block = (group) => {
      const rows = el("ul", { class: "rows" });
      // what all of them share is said once, above
      const shared = group.length > 2 && new Set(group.map((t) => JSON.stringify(t.statement.properties))).size === 1;
      const row = ({ line, statement }) =>
        el("li", {}, this.nodeButton(this.graph.other(line, node)), !shared && this.#detail(statement));
      rows.append(...group.slice(0, 14).map(row));
      if (group.length > 14) rows.append(this.#moreButton(rows, group.slice(14).map((t) => () => row(t))));
      return el("article", {}, shared && el("p", { class: "shared" }, this.#detail(group[0].statement)), rows, this.quote(group[0].statement, [node, ...group.map((t) => this.graph.other(t.line, node))]));
    };
    list.append(...bySentence.slice(0, 12).map(block));
    if (bySentence.length > 12) list.append(this.#moreButton(list, bySentence.slice(12).map((g) => () => block(g))));
    const neighbours = new Set(told.map((t) => t.line)).size;
    return el("section", {}, el("h3", {}, this.#lineSign(kind), this.kindName(kind), el("i", { class: "count" }, String(neighbours))), list);
  }

  #lineSign(kind) {
    const { color, directed } = this.graph.about.kinds[kind] ?? { color: "#888" };
    return lineSvg({ color, arrow: directed });
  }

  /** Post, role, document, status and date of a statement. */
  #detail({ properties }, article = null) {
    const words = DETAIL.map((key) => properties[key]).filter(Boolean);
    const status = properties.status && el("em", { class: properties.status }, this.say(properties.status));
    if (!words.length && !status && !properties.date) return null;
    return el("span", { class: "detail" }, words.join(" · "), status, properties.date && el("time", {}, properties.date));
  }

  /** A sentence with its source; the names of the nodes that it ties are marked. */
  quote(statement, nodes) {
    const { article = {}, text, start, end, rule } = statement;
    const where = [article.title || article.source, article.publisher, article.date].filter(Boolean).join(" · ");
    const fine = [article.title ? article.source : "", this.say("chars", { a: start, b: end }), rule && `${this.say("rule")} ${rule}`].filter(Boolean).join(" · ");
    return el("figure", { class: "quote" },
      el("blockquote", {}, marked(text, nodes)),
      el("figcaption", {}, el("span", {}, where), el("small", {}, fine)));
  }

  // ---- a line

  async line(line) {
    const [from, to] = [this.graph.nodes[line.from], this.graph.nodes[line.to]];
    const body = el("div", { class: "told" }, el("p", { class: "how" }, this.say("loading")));
    this.show(
      el("header", { class: "head" },
        el("p", { class: "label" }, this.#lineSign(line.group), this.kindName(line.group),
          line.status && el("em", { class: line.status }, this.say(line.status)), this.closeButton()),
        el("div", { class: "ends" }, this.nodeButton(from), el("span", { class: "arrow", "aria-hidden": "true" }, this.arrow(line)), this.nodeButton(to))),
      body);
    const statements = await this.graph.statements(line);
    if (this.app.state.line !== line) return;
    body.replaceChildren(...statements.map((statement) => el("article", {}, this.#facts(statement), this.quote(statement, [from, to]))));
  }

  arrow(line) {
    return this.graph.about.kinds[line.group]?.directed === false ? "↔" : "→";
  }

  #facts({ properties }) {
    const rows = [...DETAIL, "date"].filter((key) => properties[key]).map((key) => [el("dt", {}, this.say(key)), el("dd", {}, properties[key])]);
    const status = properties.status && el("em", { class: properties.status }, this.say(properties.status));
    return el("dl", { class: "facts" }, rows.flat(), status && el("dd", { class: "status" }, status));
  }

  // ---- connection

  async connection([from, to]) {
    const { app } = this;
    const pick = (word, node, set) => {
      const field = el("div", { class: "pick" });
      field.append(el("span", { class: "word" }, this.say(word)));
      if (node) field.append(el("button", { class: "node", type: "button", click: () => set(null) }, this.symbol(node), el("span", {}, node.name), el("i", { class: "count" }, "×")));
      else field.append(new Finder(app, { label: this.say("choose"), chosen: set }).element);
      return field;
    };
    const body = el("div", { class: "steps" });
    this.show(
      el("header", { class: "head" }, el("p", { class: "label" }, this.say("connect"), this.closeButton()),
        pick("from", from, (node) => app.go({ path: [node, to] })), pick("to", to, (node) => app.go({ path: [from, node] })),
        from && to && el("div", { class: "tools" }, el("button", { type: "button", click: () => app.go({ path: [to, from] }) }, this.say("swap")))),
      body);
    this.panel.querySelector("input")?.focus({ preventScroll: true });
    if (!from || !to) return;
    const steps = app.steps;
    if (!steps) return void body.append(el("p", { class: "warn" }, this.say(document.body.dataset.busy === "true" ? "loading" : "no_path")));
    body.append(el("p", { class: "how" }, steps.length === 1 ? this.say("direct") : this.say("steps", { n: steps.length })));
    const list = el("ol", {}, el("li", { class: "stop" }, this.nodeButton(from)));
    for (const step of steps) {
      const told = await this.#told(step.lines);
      const seen = new Map();
      for (const t of told) {
        const key = `${t.line.group} ${t.statement.properties.title ?? ""} ${t.statement.properties.role ?? ""}`;
        if (!seen.has(key)) seen.set(key, t);
      }
      const said = [...seen.values()].slice(0, 4);
      list.append(
        el("li", { class: "tie" }, said.map(({ line, statement }) => el("article", {},
          el("p", { class: "kind" }, this.#lineSign(line.group), this.kindName(line.group), this.#detail(statement)),
          this.quote(statement, [step.from, step.to])))),
        el("li", { class: "stop" }, this.nodeButton(step.to)));
    }
    body.append(list);
  }

  // ---- table of what is shown

  async table(sort = "source", down = false) {
    const columns = ["source", "type", "target", "detail", "date"];
    const rows = await this.rows();
    const value = (row) => String(row[sort] ?? "");
    rows.sort((a, b) => value(a).localeCompare(value(b), "zh-Hans-CN") * (down ? -1 : 1));
    const shown = rows.slice(0, 500);
    const header = el("tr", {}, columns.map((c) => el("th", { scope: "col", "aria-sort": c === sort ? (down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", click: () => this.table(c, c === sort && !down) }, this.say(`col_${c}`), c === sort ? (down ? " ↓" : " ↑") : ""))));
    this.show(el("header", { class: "head" }, el("p", { class: "label" }, this.say("table"), el("i", { class: "count" }, this.say("rows", { n: rows.length })), this.closeButton())),
      el("div", { class: "scroll" }, el("table", {}, el("thead", {}, header), el("tbody", {},
        shown.map((row) => el("tr", { click: () => this.app.go({ line: row.line, node: null, path: null, table: false }) }, columns.map((c, i) => el("td", { class: c }, i ? row[c] ?? "" : el("button", { type: "button" }, row[c])))))))),
      rows.length > shown.length && el("p", { class: "how" }, this.say("more", { n: rows.length - shown.length })));
  }

  /** Every visible statement as a flat row, for the table and the CSV. */
  async rows() {
    const told = await this.#told([...this.graph.shownLines]);
    return told.map(({ line, statement: { properties, article = {}, text, rule } }) => ({
      line, source: this.graph.nodes[line.from].name, type: this.kindName(line.group), target: this.graph.nodes[line.to].name,
      detail: DETAIL.map((key) => properties[key]).filter(Boolean).join("；"), status: properties.status ?? "", date: properties.date ?? "",
      sentence: text, article: article.title || article.source || "", file: article.source || "", rule,
    }));
  }

  // ---- legend

  legend() {
    const { graph, app } = this;
    const count = (items) => items.reduce((m, i) => m.set(i.group, (m.get(i.group) ?? 0) + 1), new Map());
    const chip = (key, sign, name, n) => el("button", { class: "chip", type: "button", "aria-pressed": String(!app.state.hidden.has(key)), "data-key": key, title: this.say("only"),
      click: () => app.toggle(key), dblclick: () => app.only(key) }, sign, name, el("i", { class: "count" }, n.toLocaleString()));
    const labels = count(graph.nodes), kinds = count(graph.lines);
    const row = (word, chips) => el("div", { role: "group", "aria-label": this.say(word) }, chips);
    const restore = app.state.gone.size > 0 && el("button", { class: "chip", type: "button", click: () => app.go({ gone: new Set() }) }, this.say("unhide", { n: app.state.gone.size }));
    const legend = document.getElementById("legend");
    if (legend.contains(document.activeElement) && document.activeElement.type === "range") return void this.#clock(legend.querySelector("#time"));
    const pressed = legend.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    legend.replaceChildren(
      row("nodes", [...Object.entries(graph.about.labels).filter(([k]) => labels.has(k)).map(([k, l]) => chip(k, symbolSvg(l.shape, app.scene.colorOf({ group: k })), this.labelName(k), labels.get(k))), this.#time()].filter(Boolean)),
      row("lines", [...Object.keys(graph.about.kinds).filter((k) => kinds.has(k)).map((k) => chip(k, this.#lineSign(k), this.kindName(k), kinds.get(k))), restore].filter(Boolean)));
    if (pressed) legend.querySelector(`[data-key="${CSS.escape(pressed)}"]`)?.focus({ preventScroll: true });
  }

  /** The time slider: what was said by a month; at its end everything. */
  #time() {
    const { app, graph } = this;
    if (graph.months.length < 2) return null;
    const range = el("input", { type: "range", min: 0, max: graph.months.length - 1, "aria-label": this.say("time"),
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
    range.setAttribute("aria-valuetext", output.textContent = app.state.until ? graph.months[at] : this.say("all_time"));
    play.textContent = app.playing ? "❚❚" : "▶";
    play.setAttribute("aria-label", this.say(app.playing ? "pause" : "play"));
  }
}

function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) {
    const k = key(item);
    if (!groups.has(k)) groups.set(k, []);
    groups.get(k).push(item);
  }
  return groups;
}

/** The text with the names of these nodes in <mark>, the longest names first. */
function marked(text, nodes) {
  const names = [...new Set(nodes.flatMap((n) => [n.name, ...(n.also ?? [])]))].filter((n) => n.length > 1).sort((a, b) => b.length - a.length).slice(0, 60);
  const parts = [];
  let plain = 0;
  for (let i = 0; i < text.length; ) {
    const name = names.find((n) => text.startsWith(n, i));
    if (!name) { i++; continue; }
    if (i > plain) parts.push(text.slice(plain, i));
    parts.push(el("mark", {}, name));
    plain = i += name.length;
  }
  if (plain < text.length) parts.push(text.slice(plain));
  return parts;
}

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
    const asked = this.input.value;
    const found = this.app.graph.search(asked);
    const hits = Array.isArray(found) ? found : await found.catch((problem) => (this.app.panels.failed(problem), []));
    if (asked !== this.input.value) return; // typed on meanwhile
    this.hits = hits;
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
