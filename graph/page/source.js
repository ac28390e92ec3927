"use strict";
// Where the page has its data from. A source answers the questions below, most with a promise; the page asks nobody else.
// Ids are the `key` of a node. Nodes and lines are rows as they stand in the file, but a line's ends may be keys:
// the graph takes in (`Graph.hold`) what it does not hold yet. This source is the file itself; a server's (server.js)
// has the same methods. The last script of the page starts it with the one or the other: start.js or served.js.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

class FileSource {
  /** What the page opens with: {about, nodes, lines, options}. */
  async first() {
    return { about: read("about"), nodes: read("nodes"), lines: read("lines"), options: read("options") };
  }

  /** The graph in the page, which this source searches; called once, before any question. */
  serve(graph) {
    this.graph = graph;
    this.names = new Names(graph.about);
    this.packed = document.getElementById("details").dataset.packed === "true"; // evidence waits for the first click
  }

  /** The nodes that the steps of a trail opened, to which the page keeps; null is all that it holds. */
  part(_trail) {
    return null;
  }

  /** Nodes whose name or alias matches, best first: [{node, as}], `as` being the name that matched; a server's may
   * be rows that the page does not hold yet. */
  async find(text, limit = 12) {
    return this.names.search(this.graph.nodes, text, limit);
  }

  /** The ties of a node beyond those in the page: {nodes, lines}. The file holds no others. */
  async neighbours(_key) {
    return { nodes: [], lines: [] };
  }

  /** The statements of a line: [{article, text, start, end, rule, properties, sentence}]; equal sentences share a number. */
  async evidence(line) {
    return (await this.#details()).byLine.get(line.id) ?? [];
  }

  /** What is said of a node by these lines, its shown ones: [{line, statement}]. */
  async dossier(_key, lines) {
    const all = await Promise.all(lines.map(async (line) => (await this.evidence(line)).map((statement) => ({ line, statement }))));
    return all.flat();
  }

  /** The shortest way over the shown lines: [{from, to, lines}], or null. Places link only if nothing else does. */
  async connect(from, to) {
    return shortest(this.graph, this.graph.byKey.get(from), this.graph.byKey.get(to));
  }

  /** The articles that were read: [{title, source, date, publisher, url}]. */
  async articles() {
    return (await this.#details()).articles;
  }

  #details() {
    return (this.details ??= unpack().then(({ articles, sentences, statements }) => {
      const byLine = new Map();
      for (const [number, sentence, rule, properties] of statements) {
        const [article, start, end, text] = sentences[sentence];
        if (!byLine.has(number)) byLine.set(number, []);
        byLine.get(number).push({ article: articles[article], start, end, text, rule, properties, sentence });
      }
      return { byLine, articles };
    }));
  }
}

async function unpack() {
  const holder = document.getElementById("details");
  if (holder.dataset.packed !== "true") return JSON.parse(holder.textContent);
  const bytes = Uint8Array.from(atob(holder.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
