"use strict";
// The table of what is shown: every visible statement as a row, also of the CSV.

class Table {
  constructor(app) {
    this.app = app;
    this.graph = app.graph;
    this.panels = app.panels;
  }

  async show(sort = "source", down = false) {
    const columns = ["source", "type", "target", "detail", "date"];
    const rows = await this.rows();
    const value = (row) => String(row[sort] ?? "");
    rows.sort((a, b) => value(a).localeCompare(value(b), "zh-Hans-CN") * (down ? -1 : 1));
    const shown = rows.slice(0, 500);
    const header = el("tr", {}, columns.map((c) => el("th", { scope: "col", "aria-sort": c === sort ? (down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", click: () => this.show(c, c === sort && !down) }, this.panels.say(`col_${c}`), c === sort ? (down ? " ↓" : " ↑") : ""))));
    this.panels.show(el("header", { class: "head" }, el("p", { class: "label" }, this.panels.say("table"), el("i", { class: "count" }, this.panels.say("rows", { n: rows.length })), this.panels.closeButton())),
      el("div", { class: "scroll" }, el("table", {}, el("thead", {}, header), el("tbody", {},
        shown.map((row) => el("tr", { click: () => this.app.go({ line: row.line, node: null, path: null, table: false }) }, columns.map((c, i) => el("td", { class: c }, i ? row[c] ?? "" : el("button", { type: "button" }, row[c])))))))),
      rows.length > shown.length && el("p", { class: "how" }, this.panels.say("more", { n: rows.length - shown.length })));
  }

  /** Every visible statement as a flat row, for the table and the CSV. */
  async rows() {
    const told = await this.panels.told([...this.graph.shownLines]);
    return told.map(({ line, statement: { properties, article = {}, text, rule } }) => ({
      line, source: this.graph.nodes[line.from].name, type: this.panels.kindName(line.group), target: this.graph.nodes[line.to].name,
      detail: DETAIL.map((key) => properties[key]).filter(Boolean).join("；"), status: properties.status ?? "", date: properties.date ?? "",
      sentence: text, article: article.title || article.source || "", file: article.source || "", rule,
    }));
  }
}
