"use strict";
// The served page's source: the graph is at the server, the page holds what was opened of it. What was opened, in
// which order, is the trail: a list of steps, each `id` (a node with its neighbours; a second time, with more of
// them), `a>b` (a connection) or `=id,id` (these nodes). So a link leads to what one saw, and Back undoes.

/** What went wrong at the server, in words for the reader. */
class Trouble extends Error {}

class ServerSource extends FileSource {
  serve(graph) {
    this.graph = graph;
    this.token = new URLSearchParams(location.search).get("token") ?? "";
    this.brought = new Map(); // the steps up to one, joined → the nodes that it opened
    this.left = new Map(); // node → how many of its neighbours were not brought
    this.chains = new Map(); // step → its best chain of ids
    this.quotes = new Map(); // line → promise of its statements
    this.told = new Map(); // id of an article → it
  }

  /** Asks the server; a problem is a Trouble with its words. */
  async ask(path, parameters = {}) {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(parameters)) for (const each of [value].flat()) query.append(key, each);
    let answer;
    try {
      answer = await fetch(`${path}?${query}`, { headers: { "X-Guanxi-Token": this.token } });
    } catch {
      throw new Trouble(this.graph.about.words[document.documentElement.lang === "en" ? "en" : "zh"].gone);
    }
    const data = await answer.json();
    if (!answer.ok) throw new Trouble(data.error);
    return data;
  }

  // ---- the trail

  /** Brings into the page all that these steps open. */
  bring(trail) {
    return (this.bringing = this.#bring(trail));
  }

  async #bring(trail) {
    for (let i = 1; i <= trail.length; i++) {
      const key = trail.slice(0, i).join("\n");
      if (!this.brought.has(key)) this.brought.set(key, await this.#open(trail[i - 1], this.part(trail.slice(0, i - 1))));
    }
  }

  /** Whether all that the steps open is here. */
  has(trail) {
    return trail.every((_, i) => this.brought.has(trail.slice(0, i + 1).join("\n")));
  }

  part(trail) {
    return new Set(trail.flatMap((_, i) => [...(this.brought.get(trail.slice(0, i + 1).join("\n")) ?? [])]));
  }

  async #open(step, seen) {
    const known = [...seen].map((node) => node.key).join(",");
    if (step.startsWith("=")) return this.#take(await this.ask("nodes", { ids: step.slice(1), known }));
    if (step.includes(">")) {
      const [a, b] = step.split(">");
      const part = await this.ask("connect", { a, b, known });
      const nodes = this.#take(part, this.graph.byKey.get(a), part.chains[0]);
      this.chains.set(step, part.chains[0]);
      return nodes;
    }
    const part = await this.neighbours(step, known);
    const nodes = this.#take(part, this.graph.byKey.get(step));
    this.left.set(this.graph.byKey.get(step), part.left);
    return nodes;
  }

  #take(part, beside = null, chain = []) {
    this.graph.hold(part, beside, chain);
    return part.nodes.map((node) => this.graph.byKey.get(node.key));
  }

  // ---- questions

  async neighbours(key, known = this.graph.nodes.map((node) => node.key).join(",")) {
    return this.ask("around", { id: key, known });
  }

  async find(text, limit = 12) {
    if (!text.trim()) return [];
    const { hits } = await this.ask("find", { q: text, limit });
    return hits.map((hit) => ({ node: this.graph.byKey.get(hit.key) ?? { ...hit, lines: [] }, as: hit.as }));
  }

  /** The strongest connection, which is a step of the trail. */
  async connect(from, to) {
    await this.bringing;
    const chain = this.chains.get(`${from}>${to}`)?.map((key) => this.graph.byKey.get(key));
    return chain?.slice(1).map((node, i) => {
      const between = chain[i].lines.filter((line) => this.graph.other(line, chain[i]) === node);
      const shown = between.filter((line) => this.graph.shownLines.has(line));
      return { from: chain[i], to: node, lines: shown.length ? shown : between };
    }) ?? null;
  }

  evidence(line) {
    if (!this.quotes.has(line)) {
      this.batch ??= this.#batch();
      this.wanted.push(line);
      this.quotes.set(line, this.batch.then((told) => told.get(line) ?? []));
    }
    return this.quotes.get(line);
  }

  /** All lines that are asked for in one turn are fetched together. */
  async #batch() {
    this.wanted = [];
    await new Promise((done) => setTimeout(done));
    const lines = this.wanted, { nodes } = this.graph;
    this.batch = null;
    const byLine = new Map();
    try {
      for (let i = 0; i < lines.length; i += 100) {
        const some = lines.slice(i, i + 100);
        const told = await this.ask("evidence", { line: some.map((line) => [nodes[line.from].key, line.group, nodes[line.to].key].join("~")) });
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
    this.graph.about.articles = this.told.size;
    return byLine;
  }

  /** The articles that were quoted so far. */
  async articles() {
    return [...this.told.values()];
  }
}
