"use strict";
// The graph in the page: what the file holds, what is visible under the filters, who is found by a name,
// how two nodes connect. Knows nothing of drawing.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

class Graph {
  constructor() {
    this.about = read("about");
    this.nodes = read("nodes");
    this.lines = read("lines");
    for (const node of this.nodes) {
      node.name ??= node.label.replace("\n", "");
      node.lines = [];
    }
    this.byKey = new Map(this.nodes.map((node) => [node.key, node]));
    for (const [id, line] of this.lines.entries()) {
      line.id = id;
      line.key = [this.nodes[line.from].key, line.group, this.nodes[line.to].key].map(encodeURIComponent).join("~");
      line.value ??= 1;
      this.nodes[line.from].lines.push(line);
      if (line.to !== line.from) this.nodes[line.to].lines.push(line);
    }
    this.lineByKey = new Map(this.lines.map((line) => [line.key, line]));
    this.#bend();
    this.months = [...new Set(this.lines.map((line) => line.since?.slice(0, 7)).filter(Boolean))].sort();
    this.packed = document.getElementById("details").dataset.packed === "true";
    this.shownNodes = new Set();
    this.shownLines = new Set();
  }

  /** Several lines between one pair fan out: `bend` is 0 for a straight one, else how far it swings. */
  #bend() {
    const pairs = new Map();
    for (const line of this.lines) {
      const pair = line.from < line.to ? `${line.from} ${line.to}` : `${line.to} ${line.from}`;
      if (!pairs.has(pair)) pairs.set(pair, []);
      pairs.get(pair).push(line);
    }
    for (const lines of pairs.values()) {
      lines.forEach((line, i) => {
        const side = i - (lines.length - 1) / 2;
        line.bend = side * 0.22 * (line.from < line.to ? 1 : -1);
      });
    }
  }

  /** Turns a wide picture on its side, for a screen that is higher than wide. */
  turn() {
    const extent = (axis) => this.nodes.reduce((most, node) => Math.max(most, node[axis]), 0) - this.nodes.reduce((least, node) => Math.min(least, node[axis]), 0);
    if (extent("x") > 1.15 * extent("y")) for (const node of this.nodes) [node.x, node.y] = [node.y, node.x];
  }

  other(line, node) {
    return this.nodes[line.from === node.id ? line.to : line.from];
  }

  /** Applies the filters: `hidden` labels and kinds, nodes that are `gone`, `focus` with `depth`, `until` a date. */
  filter({ hidden, gone, focus, depth, until }) {
    const allowed = (node) => !hidden.has(node.group) && !gone.has(node.key);
    const open = (line) =>
      !hidden.has(line.group) && allowed(this.nodes[line.from]) && allowed(this.nodes[line.to]) &&
      (!until || (line.since ?? "").slice(0, until.length) <= until);
    const near = focus ? this.#around(focus, depth, open) : null;
    this.shownLines = new Set();
    this.shownNodes = new Set();
    for (const line of this.lines) {
      if (!open(line)) continue;
      const [from, to] = [this.nodes[line.from], this.nodes[line.to]];
      if (near && !(near.has(from) && near.has(to))) continue;
      this.shownLines.add(line);
      this.shownNodes.add(from).add(to);
    }
    // a node all of whose lines are hidden goes with them; one that never had any stays
    for (const node of this.nodes)
      if (allowed(node) && (near ? node === focus : !node.lines.length)) this.shownNodes.add(node);
  }

  #around(focus, depth, open) {
    const near = new Set([focus]);
    let rim = [focus];
    for (let step = 0; step < depth; step++) {
      const next = [];
      for (const node of rim)
        for (const line of node.lines) {
          const other = this.other(line, node);
          if (open(line) && !near.has(other)) near.add(other), next.push(other);
        }
      rim = next;
    }
    return near;
  }

  shownOf(node) {
    return node.lines.filter((line) => this.shownLines.has(line));
  }

  /** The shortest way over the visible lines, as [{from, to, lines}], or null. Places link only if nothing else does. */
  connect(start, goal) {
    return this.#walk(start, goal, (node) => node.group !== "Region") ?? this.#walk(start, goal, () => true);
  }

  #walk(start, goal, passable) {
    const cameFrom = new Map([[start, null]]);
    let rim = [start];
    while (rim.length && !cameFrom.has(goal)) {
      const next = [];
      for (const node of rim) {
        if (node !== start && !passable(node)) continue;
        for (const line of node.lines) {
          const other = this.other(line, node);
          if (this.shownLines.has(line) && !cameFrom.has(other)) cameFrom.set(other, node), next.push(other);
        }
      }
      rim = next;
    }
    if (!cameFrom.has(goal) || start === goal) return null;
    const steps = [];
    for (let to = goal; to !== start; to = cameFrom.get(to)) {
      const from = cameFrom.get(to);
      const lines = from.lines.filter((line) => this.shownLines.has(line) && this.other(line, from) === to);
      steps.unshift({ from, to, lines });
    }
    return steps;
  }

  /** Nodes whose name or alias matches, best first: exact, beginning, inside, pinyin. */
  search(text, limit = 12) {
    const { traditional } = this.about;
    const query = [...text.normalize("NFKC").trim().toLowerCase()].map((c) => traditional[c] ?? c).join("");
    if (!query) return [];
    const sound = /^[a-zü' ]+$/.test(query) ? query.replace(/[' ]/g, "").replaceAll("ü", "v") : "";
    const found = [];
    for (const node of this.nodes) {
      let best = 9, as = "";
      for (const name of [node.name, ...(node.also ?? [])]) {
        const grade = this.#grade(name.toLowerCase(), query, sound);
        if (grade < best) [best, as] = [grade, name];
      }
      if (best < 9) found.push({ node, best, as });
    }
    found.sort((a, b) => a.best - b.best || a.node.id - b.node.id);
    return found.slice(0, limit);
  }

  #grade(name, query, sound) {
    if (name === query) return 0;
    if (name.startsWith(query)) return 1;
    if (name.includes(query)) return 2;
    if (sound) for (let i = 0; i < name.length; i++) if (this.#sounds(name, i, sound, 0)) return i ? 5 : 4;
    return 9;
  }

  /** Whether the name from `i` on is spelt by the sound from `j` on, in full syllables or initials (hb, hubin, hub). */
  #sounds(name, i, sound, j) {
    if (j === sound.length) return true;
    const readings = this.about.pinyin[name[i]];
    if (!readings) return false;
    for (const reading of readings.split("|")) {
      const rest = sound.slice(j);
      if (rest.startsWith(reading) && this.#sounds(name, i + 1, sound, j + reading.length)) return true;
      if (reading.startsWith(rest)) return true;
      if (rest[0] === reading[0] && this.#sounds(name, i + 1, sound, j + 1)) return true;
    }
    return false;
  }

  /** The statements of a line: [{article, text, start, end, rule, properties}]. Unpacked at the first call. */
  async statements(line) {
    this.unpacked ??= unpack().then((details) => {
      const byLine = new Map();
      for (const [number, sentence, rule, properties] of details.statements) {
        const [article, start, end, text] = details.sentences[sentence];
        if (!byLine.has(number)) byLine.set(number, []);
        byLine.get(number).push({ article: details.articles[article], start, end, text, rule, properties, sentence });
      }
      return { byLine, articles: details.articles };
    });
    return (await this.unpacked).byLine.get(line.id) ?? [];
  }

  async articles() {
    if (this.lines.length) await this.statements(this.lines[0]);
    return this.unpacked ? (await this.unpacked).articles : [];
  }
}

async function unpack() {
  const holder = document.getElementById("details");
  if (holder.dataset.packed !== "true") return JSON.parse(holder.textContent);
  const bytes = Uint8Array.from(atob(holder.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
