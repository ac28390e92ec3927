"use strict";
// The panel beside the picture: overview, dossier of a node, sentences of a line, connection.

const DETAIL = ["title", "role", "document", "kind", "share"];

class Panels {
  constructor(app) {
    this.app = app;
    this.graph = app.graph;
    this.source = app.source;
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
    if (this.source.packed) sources.append(el("li", {}, el("button", { class: "more", type: "button", click: () => this.#sources(sources) }, this.say("more", { n: articles }))));
    else await this.#sources(sources);
  }

  async #sources(sources) {
    const listed = await this.source.articles();
    sources.replaceChildren();
    const row = (a) => el("li", {}, el("span", {}, a.title || a.source), el("small", {}, [a.date, a.publisher || (a.title ? a.source : "")].filter(Boolean).join(" · ")));
    sources.append(...listed.slice(0, 30).map(row));
    if (listed.length > 30) sources.append(this.moreButton(sources, listed.slice(30).map((a) => () => row(a))));
  }

  moreButton(list, makers) {
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
  tools(_node) {
    return [];
  }

  expandWord(_node) {
    return this.say("expand");
  }

  async dossier(node) {
    const { app, graph } = this;
    const tool = (word, key, act, pressed) => el("button", { type: "button", title: key, "aria-pressed": pressed, click: act }, word);
    const body = el("div", { class: "sections" }, el("p", { class: "how" }, this.say("loading")));
    const focused = app.state.focus === node;
    this.show(this.head(node),
      el("div", { class: "tools" },
        tool(focused ? this.say("unfocus") : this.say("focus"), "F", () => app.focus(node), String(focused)),
        tool(this.say("connect_from"), "C", () => app.go({ path: [node, null] })),
        tool(this.expandWord(node), "E", () => app.expand(node)),
        tool(this.say("collapse"), "X", () => app.collapse(node), String(app.state.shut.has(node.key))),
        tool(this.say("hide"), "H", () => app.hide(node)),
        tool(node.pinned ? this.say("unpin") : this.say("pin"), "P", () => app.pin(node), String(Boolean(node.pinned))),
        this.tools(node)),
      body);
    const shown = graph.shownOf(node);
    const told = await this.source.dossier(node.key, shown);
    if (app.state.node !== node) return;
    const groups = groupBy(told, (t) => t.line.group);
    const order = Object.keys(graph.about.kinds);
    const sections = [...groups].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([kind, list]) => this.#section(kind, list, node));
    const hidden = node.lines.length - shown.length;
    body.replaceChildren(...(sections.length ? sections : [el("p", { class: "how" }, this.say("no_lines"))]),
      ...(hidden ? [el("p", { class: "how" }, this.say("hidden_lines", { n: hidden }))] : []));
  }

  /** All statements of these lines: [{line, statement}]. */
  async told(lines) {
    const all = await Promise.all(lines.map(async (line) => (await this.source.evidence(line)).map((statement) => ({ line, statement }))));
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
      if (group.length > 14) rows.append(this.moreButton(rows, group.slice(14).map((t) => () => row(t))));
      return el("article", {}, shared && el("p", { class: "shared" }, this.#detail(group[0].statement)), rows, this.quote(group[0].statement, [node, ...group.map((t) => this.graph.other(t.line, node))]));
    };
    list.append(...bySentence.slice(0, 12).map(block));
    if (bySentence.length > 12) list.append(this.moreButton(list, bySentence.slice(12).map((g) => () => block(g))));
    const neighbours = new Set(told.map((t) => t.line)).size;
    return el("section", {}, el("h3", {}, this.lineSign(kind), this.kindName(kind), el("i", { class: "count" }, String(neighbours))), list);
  }

  lineSign(kind) {
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
        el("p", { class: "label" }, this.lineSign(line.group), this.kindName(line.group),
          line.status && el("em", { class: line.status }, this.say(line.status)), this.closeButton()),
        el("div", { class: "ends" }, this.nodeButton(from), el("span", { class: "arrow", "aria-hidden": "true" }, this.arrow(line)), this.nodeButton(to))),
      body);
    const statements = await this.source.evidence(line);
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
    if (!steps) return void body.append(el("p", { class: "warn" }, this.say("no_path")));
    body.append(el("p", { class: "how" }, steps.length === 1 ? this.say("direct") : this.say("steps", { n: steps.length })));
    const list = el("ol", {}, el("li", { class: "stop" }, this.nodeButton(from)));
    for (const step of steps) {
      const told = await this.told(step.lines);
      const seen = new Map();
      for (const t of told) {
        const key = `${t.line.group} ${t.statement.properties.title ?? ""} ${t.statement.properties.role ?? ""}`;
        if (!seen.has(key)) seen.set(key, t);
      }
      const said = [...seen.values()].slice(0, 4);
      list.append(
        el("li", { class: "tie" }, said.map(({ line, statement }) => el("article", {},
          el("p", { class: "kind" }, this.lineSign(line.group), this.kindName(line.group), this.#detail(statement)),
          this.quote(statement, [step.from, step.to])))),
        el("li", { class: "stop" }, this.nodeButton(step.to)));
    }
    body.append(list);
  }
}
