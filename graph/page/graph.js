"use strict";
// The graph in the page: the nodes and lines that it holds, and which of them are visible under the filters.
// Knows nothing of drawing; what is not held is asked of the source.

class Graph {
  constructor({ about, nodes, lines }) {
    this.about = about;
    this.nodes = [];
    this.lines = [];
    this.months = []; // in which something is dated, for the time slider
    this.byKey = new Map();
    this.lineByKey = new Map();
    this.shownNodes = new Set();
    this.shownLines = new Set();
    this.hold({ nodes, lines });
  }

  /** Takes in rows of nodes and lines, where they are new; tells how many were. Nodes without a place get a free one
   * along `chain` or around `beside` (places.js), and nothing moves. The ends of a line are keys, or numbers of nodes in the page. */
  hold({ nodes = [], lines = [] }, beside = null, chain = []) {
    const fresh = nodes.filter((node) => !this.byKey.has(node.key));
    const [added, held] = [fresh.length, this.lines.length];
    for (const node of fresh) {
      node.id = this.nodes.length;
      node.name ??= node.label.replace("\n", "");
      node.size ??= 9;
      node.community ??= beside?.community ?? -1;
      node.lines = [];
      this.nodes.push(node);
      this.byKey.set(node.key, node);
    }
    for (const row of lines) {
      const [a, b] = [this.#end(row.from), this.#end(row.to)];
      if (!a || !b) continue;
      const key = [a.key, row.group, b.key].map(encodeURIComponent).join("~");
      if (this.lineByKey.has(key)) continue;
      const line = Object.assign(row, { id: this.lines.length, key, from: a.id, to: b.id });
      line.value ??= 1;
      this.lines.push(line);
      this.lineByKey.set(key, line);
      a.lines.push(line);
      if (a !== b) b.lines.push(line);
    }
    house(this, fresh.filter((node) => node.x === undefined), beside, chain);
    if (added || this.lines.length > held) {
      this.#bend();
      this.months = [...new Set(this.lines.map((line) => line.since?.slice(0, 7)).filter(Boolean))].sort();
    }
    return added + this.lines.length - held;
  }

  #end(at) {
    return typeof at === "number" ? this.nodes[at] : this.byKey.get(at);
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

  /** Applies the filters: `hidden` labels and kinds, nodes that are `gone`, `focus` with `depth`, `until` a date,
   * nodes that are `open` (their neighbours are shown beyond the focus) or `shut` (what hangs on them alone is not);
   * `part` is the nodes that may be shown at all, null if all. */
  filter({ hidden, gone, focus, depth, until, open: opened, shut, part = null }) {
    const allowed = (node) => (!part || part.has(node)) && !hidden.has(node.group) && !gone.has(node.key);
    const open = (line) =>
      !hidden.has(line.group) && allowed(this.nodes[line.from]) && allowed(this.nodes[line.to]) &&
      (!until || (line.since ?? "").slice(0, until.length) <= until);
    const near = focus ? this.#around(focus, depth, open) : null;
    if (near)
      for (const key of opened) {
        const node = this.byKey.get(key);
        if (near.has(node)) for (const line of node.lines) if (open(line)) near.add(this.other(line, node));
      }
    const folded = this.#hanging(shut, open);
    this.shownLines = new Set();
    this.shownNodes = new Set();
    for (const line of this.lines) {
      if (!open(line)) continue;
      const [from, to] = [this.nodes[line.from], this.nodes[line.to]];
      if (near && !(near.has(from) && near.has(to))) continue;
      if (folded.has(from) || folded.has(to)) continue;
      this.shownLines.add(line);
      this.shownNodes.add(from).add(to);
    }
    // a node all of whose lines are hidden goes with them; one that never had any stays, as does what was opened
    for (const node of this.nodes)
      if (allowed(node) && !folded.has(node) && (near ? node === focus : part || !node.lines.length)) this.shownNodes.add(node);
  }

  /** The neighbours of these nodes that nothing else ties. */
  #hanging(keys, open) {
    const folded = new Set();
    for (const key of keys) {
      const node = this.byKey.get(key);
      for (const line of node?.lines ?? []) {
        const other = this.other(line, node);
        if (other !== node && !keys.has(other.key) && other.lines.every((l) => !open(l) || this.other(l, other) === node)) folded.add(other);
      }
    }
    return folded;
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
}
