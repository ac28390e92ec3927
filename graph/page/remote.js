"use strict";
// The served page: the graph is at the server, and this holds the part of it that one has opened. What was opened,
// in which order, is the state's `open`: a list of steps, each `id` (a node with its neighbours; a second time, with
// more of them), `a>b` (a connection) or `=id,id` (these nodes). So a link leads to what one saw, and Back undoes.

const APART = { x: 104, y: 62 }; // room for a symbol with its label

class Served extends Graph {
  constructor() {
    super();
    this.token = new URLSearchParams(location.search).get("token") ?? "";
    this.brought = new Map(); // the steps up to one, joined → {nodes: Set, left, chains}
    this.left = new Map(); // node → how many of its neighbours were not brought
    this.chains = new Map();
    this.quotes = new Map(); // line → promise of its statements
    this.told = new Map(); // id of an article → it
    this.visible = new Set();
  }

  /** Asks the server; a problem is an Error with its words. */
  async ask(path, parameters = {}) {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(parameters)) for (const each of [value].flat()) query.append(key, each);
    let answer;
    try {
      answer = await fetch(`${path}?${query}`, { headers: { "X-Guanxi-Token": this.token } });
    } catch {
      throw new Error(this.about.words[document.documentElement.lang === "en" ? "en" : "zh"].gone);
    }
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error);
    return data;
  }

  // ---- what was opened

  /** Brings all that these steps opened. Returns the nodes that are new to the page. */
  async ensure(steps) {
    const before = this.nodes.length;
    for (const [i, step] of steps.entries()) {
      const key = steps.slice(0, i + 1).join("\n");
      if (!this.brought.has(key)) this.brought.set(key, await this.#bring(step, this.#seen(steps.slice(0, i))));
    }
    return this.nodes.slice(before);
  }

  /** Whether all that the steps opened is here. */
  has(steps) {
    return steps.every((_, i) => this.brought.has(steps.slice(0, i + 1).join("\n")));
  }

  #seen(steps) {
    return new Set(steps.flatMap((_, i) => [...(this.brought.get(steps.slice(0, i + 1).join("\n"))?.nodes ?? [])]));
  }

  async #bring(step, seen) {
    const known = [...seen].map((node) => node.key).join(",");
    if (step.startsWith("=")) return { nodes: this.#take(await this.ask("nodes", { ids: step.slice(1), known })) };
    if (step.includes(">")) {
      const [a, b] = step.split(">");
      const part = await this.ask("connect", { a, b, known });
      const nodes = this.#take(part, this.byKey.get(a), part.chains[0]);
      this.chains.set(step, part.chains);
      return { nodes };
    }
    const part = await this.ask("around", { id: step, known });
    const nodes = this.#take(part, this.byKey.get(step));
    this.left.set(this.byKey.get(step), part.left);
    return { nodes };
  }

  /** Puts a part of the graph into the page: beside `near`, along a chain, else beside what is tied; nothing moves. */
  #take(part, near = null, chain = []) {
    const fresh = part.nodes.filter((node) => !this.byKey.has(node.key));
    for (const node of fresh) {
      Object.assign(node, { id: this.nodes.length, lines: [], community: -1 });
      this.nodes.push(node);
      this.byKey.set(node.key, node);
    }
    for (const row of part.lines) this.#line(row);
    const waiting = new Set(fresh);
    const put = (node, x, y, nearest) => { Object.assign(node, this.#free(x, y, nearest)); waiting.delete(node); };
    chain = chain.map((key) => this.byKey.get(key));
    for (const [i, node] of chain.entries()) {
      if (!waiting.has(node)) continue;
      const before = chain.slice(0, i).findLast((n) => !waiting.has(n)), after = chain.slice(i + 1).find((n) => !waiting.has(n));
      const share = before && after ? 1 / (chain.indexOf(after) - chain.indexOf(before)) : 0;
      if (share) put(node, before.x + (after.x - before.x) * share, before.y + (after.y - before.y) * share, 0);
      else put(node, (before?.x ?? after?.x ?? 0) + (before || after ? 190 : 0), before?.y ?? after?.y ?? 0, 0);
    }
    for (const node of fresh) {
      if (!waiting.has(node)) continue;
      const tied = (near && !waiting.has(near) ? near : null) ?? node.lines.map((line) => this.other(line, node)).find((other) => other !== node && !waiting.has(other));
      if (tied) put(node, tied.x, tied.y, 120);
      else put(node, ...this.#beside(waiting), 0);
    }
    this.months = [...new Set(this.lines.map((line) => line.since?.slice(0, 7)).filter(Boolean))].sort();
    return new Set(part.nodes.map((node) => this.byKey.get(node.key)));
  }

  #line(row) {
    const [from, to] = [this.byKey.get(row.from), this.byKey.get(row.to)];
    const key = [row.from, row.group, row.to].map(encodeURIComponent).join("~");
    if (!from || !to || this.lineByKey.has(key)) return;
    const line = { ...row, from: from.id, to: to.id, id: this.lines.length, key, bend: 0 };
    this.lines.push(line);
    this.lineByKey.set(key, line);
    from.lines.push(line);
    if (to !== from) to.lines.push(line);
    const pair = from.lines.filter((other) => this.other(other, from) === to);
    pair.forEach((other, i) => { other.bend = (i - (pair.length - 1) / 2) * 0.22 * (other.from < other.to ? 1 : -1); });
  }

  /** The free place that is nearest to one, on a spiral around it that begins at this distance. */
  #free(x, y, nearest) {
    const placed = this.nodes.filter((node) => node.x !== undefined);
    for (let i = 0; ; i++) {
      const r = nearest + 15 * Math.sqrt(i), turn = 2.399963 * i;
      const at = i || nearest ? { x: Math.round(x + 1.25 * r * Math.cos(turn)), y: Math.round(y + r * Math.sin(turn)) } : { x, y };
      if (!placed.some((node) => Math.abs(node.x - at.x) < APART.x && Math.abs(node.y - at.y) < APART.y)) return at;
    }
  }

  /** A place beside all that there is, for what is tied to nothing here. */
  #beside(waiting) {
    const placed = this.nodes.filter((node) => !waiting.has(node));
    if (!placed.length) return [0, 0];
    const mean = placed.reduce((sum, node) => sum + node.y, 0) / placed.length;
    return [placed.reduce((most, node) => Math.max(most, node.x), -Infinity) + 320, Math.round(mean)];
  }

  filter(state) {
    const visible = this.#seen(state.open);
    super.filter({ ...state, gone: new Set([...state.gone, ...this.nodes.filter((node) => !visible.has(node)).map((node) => node.key)]) });
    if (!state.focus) for (const node of visible) if (!state.hidden.has(node.group) && !state.gone.has(node.key)) this.shownNodes.add(node);
    this.visible = visible;
  }

  // ---- questions

  async search(text) {
    if (!text.trim()) return [];
    const { hits } = await this.ask("find", { q: text });
    return hits.map((hit) => ({ node: this.byKey.get(hit.key) ?? { ...hit, lines: [] }, as: hit.as }));
  }

  /** The steps of the strongest connection; null where there is none, or it was not asked for yet. */
  connect(start, goal) {
    const chain = this.chains.get(`${start.key}>${goal.key}`)?.[0]?.map((key) => this.byKey.get(key));
    return chain?.slice(1).map((to, i) => {
      const between = chain[i].lines.filter((line) => this.other(line, chain[i]) === to);
      const shown = between.filter((line) => this.shownLines.has(line));
      return { from: chain[i], to, lines: shown.length ? shown : between };
    }) ?? null;
  }

  statements(line) {
    if (!this.quotes.has(line)) {
      this.batch ??= this.#fetchBatch();
      this.wanted.push(line);
      this.quotes.set(line, this.batch.then((told) => told.get(line) ?? []));
    }
    return this.quotes.get(line);
  }

  /** All lines that are asked for in one turn are fetched together. */
  async #fetchBatch() {
    this.wanted = [];
    await new Promise((done) => setTimeout(done));
    const lines = this.wanted;
    this.batch = null;
    const byLine = new Map();
    try {
      for (let i = 0; i < lines.length; i += 100) {
        const some = lines.slice(i, i + 100);
        const told = await this.ask("evidence", { line: some.map((line) => [this.nodes[line.from].key, line.group, this.nodes[line.to].key].join("~")) });
        for (const article of told.articles) this.told.set(article.id, article);
        for (const [number, sentence, rule, properties] of told.statements) {
          const [article, start, end, text] = told.sentences[sentence];
          const source = told.articles[article];
          if (!byLine.has(some[number])) byLine.set(some[number], []);
          byLine.get(some[number]).push({ article: source, start, end, text, rule, properties, sentence: `${source?.id} ${start} ${end} ${text}` });
        }
      }
    } catch (problem) {
      for (const line of lines) this.quotes.delete(line); // asked again the next time
      throw problem;
    }
    return byLine;
  }

  async articles() {
    return [...this.told.values()];
  }
}

/** The panels of the served page: where to begin, reports, dossiers in full. */
class ServedPanels extends Panels {
  async overview() {
    if (this.app.state.open.length) return super.overview();
    const list = el("ul", { class: "rows" }), reports = el("ul", { class: "rows reports" });
    this.show(el("p", { class: "how" }, this.say("explore")),
      el("h3", { role: "heading", "aria-level": 2 }, this.say("starts")), list,
      el("h3", { role: "heading", "aria-level": 2 }, this.say("reports")), reports);
    await Promise.all([this.#starts(list), this.#reports(reports)]).catch((problem) => this.failed(problem));
  }

  async #starts(list) {
    this.starts ??= await this.graph.ask("starts");
    list.append(...this.starts.nodes.map((node) => el("li", {}, this.nodeButton({ lines: [], ...node }, el("i", { class: "count" }, node.degree.toLocaleString())))));
  }

  async #reports(list) {
    this.shelf ??= await this.graph.ask("reports");
    list.append(...this.shelf.map((report) => el("li", {}, el("button", { type: "button", class: "node", "data-report": report.name, title: report.answers,
      click: () => this.app.go({ ask: `report ${report.name}`, node: null, line: null, path: null, table: false }) }, el("span", {}, report[this.app.state.lang])))));
  }

  failed(problem) {
    this.panel.append(el("p", { class: "warn", role: "alert" }, problem.message));
  }

  nodeButton(node, extra = null) {
    return el("button", { class: "node", type: "button", click: () => this.app.choose(node) }, this.symbol(node), el("span", {}, node.name), extra);
  }

  tools(node) {
    const { app, graph } = this;
    const left = graph.left.get(node);
    const tool = (word, key, act, off) => el("button", { type: "button", title: key, disabled: off, click: act }, word);
    return [tool(left > 0 ? this.say("expand_more", { n: left.toLocaleString() }) : this.say("expand"), "E", () => app.expand(node), left === 0),
      tool(this.say("full"), "", () => app.go({ ask: `dossier ${node.key}`, node: null })),
      tool(this.say("meet"), "", () => app.go({ ask: `meet ${node.key}`, node: null }))];
  }

  /** The answer to `dossier ID`, `meet ID` or `report NAME k=v&…`. */
  async asked(asked) {
    const [what, name, given = ""] = asked.split(" ");
    const body = el("div", { class: "sections" }, el("p", { class: "how" }, this.say("loading")));
    const head = el("p", { class: "label" }, this.say(what === "report" ? "reports" : what === "meet" ? "meet" : "full"), this.closeButton());
    this.show(el("header", { class: "head" }, head), body);
    const current = () => this.app.state.ask === asked;
    try {
      if (what === "report") return await this.#report(name, new URLSearchParams(given), body, current);
      const answer = await this.graph.ask(what, { id: name });
      if (!current()) return;
      head.after(el("h2", {}, answer.title));
      body.replaceChildren(...answer.sections.map((s) => el("section", {}, s.title && el("h3", {}, s.title), this.#rows(s.columns, s.rows))), ...answer.notes.map((note) => el("p", { class: "how" }, note)));
      if (!answer.sections.length) body.append(el("p", { class: "how" }, this.say("no_rows")));
    } catch (problem) {
      if (current()) body.replaceChildren(el("p", { class: "warn", role: "alert" }, problem.message));
    }
  }

  async #report(name, given, body, current) {
    this.shelf ??= await this.graph.ask("reports");
    const report = this.shelf.find((each) => each.name === name);
    if (!report) throw new Error(this.say("no_report", { name }));
    const { app } = this;
    const fields = report.parameters.map((p) => el("label", {}, el("span", {}, p.name), el("input", { name: p.name, type: p.kind === "int" ? "number" : "text", required: p.required, value: given.get(p.name) ?? p.default ?? "", title: p.doc, placeholder: p.doc })));
    const form = el("form", { class: "parameters", submit: (event) => { event.preventDefault(); app.go({ ask: `report ${name} ${new URLSearchParams(new FormData(form))}`.trim() }); } }, fields, fields.length > 0 && el("button", { type: "submit" }, this.say("run")));
    body.before(el("h2", {}, report[app.state.lang]), el("p", { class: "how" }, report.answers), form);
    const ready = report.parameters.every((p) => !p.required || given.get(p.name));
    if (!ready) return body.replaceChildren(), form.querySelector("input")?.focus();
    const answer = await this.graph.ask("report", { name, ...Object.fromEntries([...given].map(([k, v]) => [`p.${k}`, v])) });
    if (!current()) return;
    body.replaceChildren(...(answer.ids.length ? [el("div", { class: "tools" }, el("button", { type: "button", class: "draw", click: () => app.open(`=${answer.ids.join(",")}`, {}) }, this.say("draw", { n: answer.ids.length })))] : []),
      answer.rows.length ? this.#rows(answer.columns, answer.rows) : el("p", { class: "how" }, this.say("no_rows")),
      ...(answer.left ? [el("p", { class: "how" }, this.say("rows_left", { n: answer.left.toLocaleString() }))] : []));
  }

  #rows(columns, rows) {
    const text = (cell) => (Array.isArray(cell) ? cell.join("；") : String(cell ?? ""));
    return el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, columns.map((c) => el("th", { scope: "col" }, c)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) => el("td", { class: columns[i] }, text(cell))))))));
  }
}

/** The served page itself. */
class ServedApp extends App {
  apply(before) {
    super.apply(before);
    if (!before || before.open.join("\n") !== this.state.open.join("\n")) this.follow(before);
    const { path, open } = this.state;
    const step = path?.[0] && path[1] && `${path[0].key}>${path[1].key}`;
    if (step && !open.includes(step)) this.open(step, {});
  }

  /** Opens one step more. */
  open(step, changes) {
    this.go({ ...changes, open: [...this.state.open, step] });
  }

  expand(node) {
    if (this.graph.left.get(node) !== 0) this.open(node.key, { node, line: null, path: null, ask: "" });
  }

  choose(node) {
    const here = this.graph.byKey.get(node.key);
    if (here && this.graph.visible.has(here)) return super.choose(here);
    this.arriving = node.key;
    this.open(node.key, { node: here ?? null, line: null, path: null, table: false, ask: "" });
  }

  async follow(before) {
    const { graph, scene } = this;
    const steps = this.state.open;
    const waits = !graph.has(steps);
    document.body.dataset.busy = waits;
    try {
      await graph.ensure(steps);
    } catch (problem) {
      this.panels.failed(problem);
      document.body.dataset.busy = false;
      return;
    }
    if (this.state.open.join("\n") !== steps.join("\n")) return; // gone on meanwhile
    const seen = graph.visible;
    document.body.dataset.busy = false;
    if (waits || !before) this.state = { ...this.fromFragment(location.hash), open: steps };
    const arrived = this.arriving && graph.byKey.get(this.arriving);
    this.arriving = null;
    graph.filter(this.state);
    scene.refresh();
    const now = [...graph.visible];
    const fresh = now.filter((node) => !seen.has(node));
    if (arrived) this.go({ node: arrived });
    else super.apply({ ...this.state });
    if (!seen.size) scene.fit(undefined, 1.15, false);
    else if (fresh.length) scene.fit([...fresh, this.state.node, ...(this.state.path ?? [])].filter(Boolean));
  }
}
