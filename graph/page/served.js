"use strict";
// The page over a server: what can be done there beyond the page of a file. One begins with a search, a well-connected
// name or a report, and opens the graph step by step.

/** The panels of the served page: where to begin, reports, dossiers in full. */
class ServedPanels extends Panels {
  async overview() {
    if (this.app.state.trail.length) return super.overview();
    const list = el("ul", { class: "rows" }), reports = el("ul", { class: "rows reports" });
    this.show(el("p", { class: "how" }, this.say("explore")),
      el("h3", { role: "heading", "aria-level": 2 }, this.say("starts")), list,
      el("h3", { role: "heading", "aria-level": 2 }, this.say("reports")), reports);
    await Promise.all([this.#starts(list), this.#reports(reports)]);
  }

  async #starts(list) {
    this.starts ??= await this.source.ask("starts");
    list.append(...this.starts.nodes.map((node) => el("li", {}, this.nodeButton({ lines: [], ...node }, el("i", { class: "count" }, node.degree.toLocaleString())))));
  }

  async #reports(list) {
    this.shelf ??= await this.source.ask("reports");
    list.append(...this.shelf.map((report) => el("li", {}, el("button", { type: "button", class: "node", "data-report": report.name, title: report.answers,
      click: () => this.app.go({ ask: `report ${report.name}`, node: null, line: null, path: null, table: false }) }, el("span", {}, report[this.app.state.lang])))));
  }

  failed(problem) {
    if (this.panel.lastElementChild?.textContent !== problem.message) this.panel.append(el("p", { class: "warn", role: "alert" }, problem.message));
  }

  nodeButton(node, extra = null) {
    return el("button", { class: "node", type: "button", click: () => this.app.choose(node) }, this.symbol(node), el("span", {}, node.name), extra);
  }

  tools(node) {
    const tool = (word) => el("button", { type: "button", click: () => this.app.go({ ask: `${word === "meet" ? "meet" : "dossier"} ${node.key}`, node: null }) }, this.say(word));
    return [tool("full"), tool("meet")];
  }

  expandWord(node) {
    const left = this.source.left.get(node);
    return left ? this.say("expand_more", { n: left.toLocaleString() }) : super.expandWord(node);
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
      const answer = await this.source.ask(what, { id: name });
      if (!current()) return;
      head.after(el("h2", {}, answer.title));
      body.replaceChildren(...answer.sections.map((s) => el("section", {}, s.title && el("h3", {}, s.title), this.#rows(s.columns, s.rows))), ...answer.notes.map((note) => el("p", { class: "how" }, note)));
      if (!answer.sections.length) body.append(el("p", { class: "how" }, this.say("no_rows")));
    } catch (problem) {
      if (current()) body.replaceChildren(el("p", { class: "warn", role: "alert" }, problem.message));
    }
  }

  async #report(name, given, body, current) {
    this.shelf ??= await this.source.ask("reports");
    const report = this.shelf.find((each) => each.name === name);
    if (!report) throw new Error(this.say("no_report", { name }));
    const { app } = this;
    const fields = report.parameters.map((p) => el("label", {}, el("span", {}, p.name), el("input", { name: p.name, type: p.kind === "int" ? "number" : "text", required: p.required, value: given.get(p.name) ?? p.default ?? "", title: p.doc, placeholder: p.doc })));
    const form = el("form", { class: "parameters", submit: (event) => { event.preventDefault(); app.go({ ask: `report ${name} ${new URLSearchParams(new FormData(form))}`.trim() }); } }, fields, fields.length > 0 && el("button", { type: "submit" }, this.say("run")));
    body.before(el("h2", {}, report[app.state.lang]), el("p", { class: "how" }, report.answers), form);
    const ready = report.parameters.every((p) => !p.required || given.get(p.name));
    if (!ready) return body.replaceChildren(), form.querySelector("input")?.focus();
    const answer = await this.source.ask("report", { name, ...Object.fromEntries([...given].map(([k, v]) => [`p.${k}`, v])) });
    if (!current()) return;
    body.replaceChildren(...(answer.ids.length ? [el("div", { class: "tools" }, el("button", { type: "button", class: "draw", click: () => app.step(`=${answer.ids.join(",")}`) }, this.say("draw", { n: answer.ids.length })))] : []),
      answer.rows.length ? this.#rows(answer.columns, answer.rows) : el("p", { class: "how" }, this.say("no_rows")),
      ...(answer.left ? [el("p", { class: "how" }, this.say("rows_left", { n: answer.left.toLocaleString() }))] : []));
  }

  #rows(columns, rows) {
    const text = (cell) => (Array.isArray(cell) ? cell.join("；") : String(cell ?? ""));
    return el("div", { class: "scroll", tabindex: 0 }, el("table", {}, el("thead", {}, el("tr", {}, columns.map((c) => el("th", { scope: "col" }, c)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) => el("td", { class: columns[i] }, text(cell))))))));
  }
}

/** The served page itself. */
class ServedApp extends App {
  constructor(source, first) {
    super(source, first, ServedPanels);
    addEventListener("unhandledrejection", (event) => {
      if (!(event.reason instanceof Trouble)) return;
      event.preventDefault();
      this.panels.failed(event.reason);
    });
  }

  apply(before) {
    const { path, trail } = this.state;
    const step = path?.[0] && path[1] && `${path[0].key}>${path[1].key}`;
    if (step && !trail.includes(step)) return this.step(step);
    if (!before || before.trail.join("\n") !== trail.join("\n")) this.follow(before);
    super.apply(before);
  }

  /** Goes one step further on the trail. */
  step(step, changes = {}) {
    this.go({ ...changes, trail: [...this.state.trail, step] });
  }

  dive(node) {
    this.expand(node);
  }

  expand(node) {
    const changes = this.unfolded(node);
    if (this.source.left.get(node) === 0) this.go(changes);
    else this.step(node.key, { ...changes, node, line: null, path: null, ask: "" });
  }

  choose(node) {
    const here = this.graph.byKey.get(node.key);
    if (here && this.source.part(this.state.trail).has(here)) super.choose(here);
    else this.step(node.key, { node: here ?? node, line: null, path: null, table: false, ask: "" });
  }

  /** Brings what the trail opens, and draws it. */
  async follow(before) {
    const { graph, scene, source } = this;
    const { trail } = this.state;
    const current = () => this.state.trail.join("\n") === trail.join("\n");
    const waits = !source.has(trail);
    document.body.dataset.busy = waits;
    try {
      await source.bring(trail);
    } finally {
      if (current()) document.body.dataset.busy = false;
    }
    if (!current()) return; // gone on meanwhile
    if (waits || !before) this.state = { ...this.fromFragment(location.hash), trail }; // names are nodes by now
    const seen = this.drawn ?? new Set();
    this.drawn = source.part(trail);
    this.sift();
    super.apply({ ...this.state });
    const fresh = [...this.drawn].filter((node) => !seen.has(node));
    if (!seen.size) scene.fit(undefined, 1.15, false);
    else if (fresh.length) scene.fit([...fresh, this.state.node, ...(this.state.path ?? [])].filter(Boolean));
  }
}

/** The served page starts with the server as its source. */
async function serve(source) {
  window.guanxi = new ServedApp(source, await source.first());
}

serve(new ServerSource());
