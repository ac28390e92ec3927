"use strict";
// The picture: vis-network holds the nodes and lines that one can touch; labels, the neighbourhood in focus
// and, in a large graph, the many small nodes behind them are painted by us around its drawing.

// vis-network stays quick up to about this many nodes; the others stand in the backdrop (backdrop.js)
const TOUCHABLE = 1200;
const FONT = '"PingFang SC","Hiragino Sans GB","Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",system-ui,sans-serif';

class Scene {
  constructor(graph, container, told) {
    this.graph = graph;
    this.container = container;
    this.told = told; // what to do on: pick(node), pickLine(line), clear(), dive(node), settle()
    this.lit = null; // {main: [nodes], nodes: Set, lines: Set}
    this.nodes = new vis.DataSet();
    this.lines = new vis.DataSet();
    this.room = new Room();
    this.widths = new Map();
    this.tint = told.tint;
    this.readTheme();
    const options = told.options;
    const many = graph.lines.length > 1500;
    Object.assign(options.interaction, { hideEdgesOnDrag: many, hideEdgesOnZoom: many });
    this.network = new vis.Network(container, { nodes: this.nodes, edges: this.lines }, options);
    // lines in plenty are not drawn while one moves: then, too, the backdrop shows them
    this.backdrop = many || graph.nodes.length > TOUCHABLE ? new Backdrop(this) : null;
    this.#listen();
  }

  readTheme() {
    const css = getComputedStyle(document.documentElement);
    const get = (name) => css.getPropertyValue(name).trim();
    this.theme = { paper: get("--paper"), ink: get("--ink"), muted: get("--muted"), seal: get("--seal"), dark: get("--dark") === "1" };
  }

  /** The colour of a node: its label's or, if the picture is tinted, its community's. */
  colorOf(node) {
    const told = this.graph.about.labels[node.group]?.color ?? "#888888";
    const tints = this.graph.about.tints;
    const color = !this.tint ? told : node.community >= 0 ? tints[node.community % tints.length] : "#888888";
    return this.theme.dark ? mix(color, "#ffffff", 0.28) : color;
  }

  styleOf(line) {
    const kind = this.graph.about.kinds[line.group] ?? { color: "#888888", directed: true };
    const color = this.theme.dark ? mix(kind.color, "#ffffff", 0.18) : kind.color;
    return {
      color: line.status === "past" ? mix(color, this.theme.paper, 0.6) : color,
      dashes: line.status === "planned" ? [7, 5] : null,
      arrow: kind.directed,
      width: Math.min(1.2 + 0.5 * Math.log2(line.value), 4),
    };
  }

  /** Draws what the graph's filter left visible. */
  refresh() {
    const shown = [...this.graph.shownNodes].sort((a, b) => a.id - b.id);
    this.ranked = shown;
    this.touchable = new Set(shown.slice(0, TOUCHABLE));
    if (this.graph.nodes.length > TOUCHABLE) this.backdrop ??= new Backdrop(this); // a served graph grows
    if (this.backdrop) this.touchable = this.backdrop.choose(shown);
    this.#fill();
  }

  /** Gives vis-network other nodes to hold, a portion a frame, so that no frame is long; then calls `done`. */
  hand(touchable, done) {
    this.touchable = touchable;
    const nodes = new Map([...touchable].map((node) => [node.id, node]));
    const lines = new Map(this.#touchableLines().map((line) => [line.id, line]));
    const work = [];
    const portions = (items, size, act) => { for (let i = 0; i < items.length; i += size) work.push(() => act(items.slice(i, i + size))); };
    portions(this.lines.getIds().filter((id) => !lines.has(id)), 800, (ids) => this.lines.remove(ids));
    portions(this.nodes.getIds().filter((id) => !nodes.has(id)), 400, (ids) => this.nodes.remove(ids));
    portions([...nodes.values()].filter((node) => !this.nodes.get(node.id)), 250, (some) => this.nodes.add(some.map((n) => this.#visNode(n))));
    portions([...lines.values()].filter((line) => !this.lines.get(line.id)), 400, (some) => this.lines.add(some.map((l) => this.#visLine(l))));
    work.push(done);
    const turn = (this.handing = {}); // a later hand or refresh ends an earlier one
    const next = () => {
      if (this.handing !== turn) return;
      work.shift()();
      if (work.length) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  }

  #touchableLines() {
    const { nodes, shownLines } = this.graph;
    return [...shownLines].filter((line) => this.touchable.has(nodes[line.from]) && this.touchable.has(nodes[line.to]));
  }

  #fill() {
    this.handing = null;
    this.lines.clear();
    this.nodes.clear();
    this.nodes.add([...this.touchable].map((n) => this.#visNode(n)));
    this.lines.add(this.#touchableLines().map((l) => this.#visLine(l)));
  }

  #visNode(node) {
    const background = this.colorOf(node);
    const { shape } = this.graph.about.labels[node.group] ?? { shape: "dot" };
    return { id: node.id, x: node.x, y: node.y, shape, size: node.size, chosen: false, fixed: Boolean(node.pinned),
             color: { background, border: this.theme.paper } };
  }

  #visLine(line) {
    const { color, dashes, arrow, width } = this.styleOf(line);
    const bent = line.bend && { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) };
    return { id: line.id, from: line.from, to: line.to, chosen: false, width, dashes: dashes ?? false,
             color: { color, opacity: this.#opacity(line), hover: color, highlight: color },
             smooth: bent || false,
             arrows: arrow && this.graph.lines.length < 4000 ? { to: { enabled: true, scaleFactor: 0.42 } } : "" };
  }

  #opacity(line) {
    const { nodes, lines } = this.graph;
    if (lines.length < 1500) return 0.8;
    return nodes[line.from].community === nodes[line.to].community ? 0.6 : 0.16;
  }

  #listen() {
    const { network, graph } = this;
    const nodeAt = (p) => p.nodes.length ? graph.nodes[p.nodes[0]] : this.#labelAt(p) ?? this.backdrop?.at(p.pointer.canvas);
    network.on("click", (p) => {
      const node = nodeAt(p);
      if (node) this.told.pick(node);
      else if (p.edges.length) this.told.pickLine(graph.lines[p.edges[0]]);
      else this.told.clear();
    });
    network.on("doubleClick", (p) => { const node = nodeAt(p); if (node) this.told.dive(node); });
    network.on("hoverNode", (p) => this.told.hover(graph.nodes[p.node], null, p.event));
    network.on("hoverEdge", (p) => this.told.hover(null, graph.lines[p.edge], p.event));
    for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => this.told.hover(null, null));
    network.on("dragging", (p) => this.#moved(p.nodes));
    network.on("dragEnd", (p) => { this.#moved(p.nodes); this.told.settle(); });
    network.on("zoom", () => this.told.settle());
    network.on("beforeDrawing", (ctx) => this.backdrop?.paint(ctx));
    network.on("afterDrawing", (ctx) => this.#paintOver(ctx));
  }

  #moved(ids) {
    for (const [id, at] of Object.entries(this.network.getPositions(ids))) Object.assign(this.graph.nodes[id], at);
  }

  #labelAt(p) {
    const ratio = this.ratio ?? 1;
    return this.room.at(p.pointer.DOM.x * ratio, p.pointer.DOM.y * ratio);
  }

  light(lit) {
    this.lit = lit;
    this.network.redraw();
  }

  #paintOver(ctx) {
    const m = ctx.getTransform();
    const { width, height } = ctx.canvas;
    this.ratio = m.a / this.network.getScale();
    const screen = { m, width, height, ratio: this.ratio, scale: this.network.getScale() };
    if (screen.scale < 0.5 && this.ranked) this.#paintSmall(ctx, screen.scale);
    if (this.lit) this.#paintLit(ctx, screen);
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.#paintLabels(ctx, screen);
    ctx.restore();
  }

  #paintLit(ctx, { width, height, scale }) {
    const { graph, lit, theme } = this;
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalAlpha = theme.dark ? 0.8 : 0.84;
    ctx.fillStyle = theme.paper;
    ctx.fillRect(0, 0, width, height);
    ctx.restore();
    for (const line of lit.lines) {
      const [a, b] = [graph.nodes[line.from], graph.nodes[line.to]];
      const style = this.styleOf(line);
      paintLine(ctx, a, b, { ...style, width: (style.width + 0.8) / Math.min(scale, 1), bend: line.bend, gap: this.radius(b, scale) + 2 });
    }
    for (const node of lit.nodes) {
      const { shape } = graph.about.labels[node.group] ?? { shape: "dot" };
      const main = lit.main.includes(node);
      if (main) paintSymbol(ctx, { shape: "dot", x: node.x, y: node.y, r: this.radius(node, scale) + 9 / Math.min(scale, 1), fill: theme.paper, border: theme.seal, width: 2.5 / Math.min(scale, 1) });
      paintSymbol(ctx, { shape, x: node.x, y: node.y, r: this.radius(node, scale), fill: this.colorOf(node), border: theme.paper, width: 1.5 / Math.min(scale, 1) });
    }
  }

  /** Seen from afar symbols stay large enough to see: vis-network's shrink with the zoom, ours do not. */
  radius(node, scale) {
    return Math.max(node.size, (2.2 + node.size * 0.17) / scale);
  }

  #paintSmall(ctx, scale) {
    for (let i = this.ranked.length - 1; i >= 0; i--) {
      const node = this.ranked[i];
      if (!this.touchable.has(node)) continue;
      const { shape } = this.graph.about.labels[node.group] ?? { shape: "dot" };
      paintSymbol(ctx, { shape, x: node.x, y: node.y, r: this.radius(node, scale), fill: this.colorOf(node), border: this.theme.paper, width: 1 / scale });
    }
  }

  #paintLabels(ctx, { m, width, height, ratio, scale }) {
    const { graph, lit, theme } = this;
    const room = (this.room = new Room(48 * ratio)), symbols = new Room(48 * ratio);
    const at = (x, y) => [m.a * x + m.e, m.d * y + m.f];
    const inView = (x, y) => x > -20 && y > -20 && x < width + 20 && y < height + 20;
    const wanted = lit ? [...lit.main, ...[...lit.nodes].filter((n) => !lit.main.includes(n)).sort((a, b) => a.id - b.id)] : this.ranked ?? [];
    const visible = [];
    for (const node of wanted) {
      const [x, y] = at(node.x, node.y);
      if (!inView(x, y)) continue;
      visible.push([node, x, y]);
      const r = this.radius(node, scale) * scale * ratio * 0.85;
      if (visible.length < 300) symbols.take({ x: x - r, y: y - r, w: 2 * r, h: 2 * r });
      if (visible.length >= 900) break;
    }
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    const grow = Math.min(Math.max(scale, 0.8), 1.6) ** 0.5;
    // from afar only the hubs are named; more appear as one zooms
    let left = lit || visible.length < 250 ? Infinity : visible.length < 600 ? 90 : 45;
    for (const [node, x, y] of visible) {
      if (!left) break;
      const main = lit?.main.includes(node);
      const strong = main || node.size >= 17;
      const size = (node.group === "Region" && !main ? 11.5 : strong ? 13.5 : 12.5) * grow * ratio;
      ctx.font = `${strong ? 600 : 400} ${size}px ${FONT}`;
      const rows = node.label.split("\n");
      const w = Math.max(...rows.map((row) => this.#widthOf(ctx, row, size)));
      const h = rows.length * size * 1.22;
      const r = this.radius(node, scale) * scale * ratio + (main ? 9 * Math.max(scale, 1) * ratio : 0);
      const places = [[x, y + r + 3 * ratio], [x, y - r - h - 2 * ratio], [x + r + w / 2 + 4 * ratio, y - h / 2], [x - r - w / 2 - 4 * ratio, y - h / 2]];
      for (const [cx, top] of places) {
        const box = { x: cx - w / 2, y: top, w, h, node };
        if (!main && (box.x < 0 || box.x + w > width)) continue;
        if (!main && !(room.free(box) && (strong || symbols.free(box)))) continue;
        room.take(box);
        left--;
        ctx.strokeStyle = theme.paper;
        ctx.lineWidth = 3.5 * ratio;
        ctx.fillStyle = node.group === "Region" && !main ? theme.muted : theme.ink;
        rows.forEach((row, i) => ctx.strokeText(row, cx, top + i * size * 1.22));
        rows.forEach((row, i) => ctx.fillText(row, cx, top + i * size * 1.22));
        break;
      }
    }
    this.#paintLineTexts(ctx, room, symbols, at, inView, ratio, scale);
  }

  #widthOf(ctx, text, size) {
    const key = ctx.font.slice(0, 3) + text;
    if (!this.widths.has(key)) this.widths.set(key, ctx.measureText(text).width / size);
    return this.widths.get(key) * size;
  }

  /** What a line says, beside it: for the lines in focus their post or role, else only how many sentences. */
  #paintLineTexts(ctx, room, symbols, at, inView, ratio, scale) {
    const { graph, lit, theme } = this;
    const lines = lit ? [...lit.lines] : graph.shownLines.size < 400 && scale > 0.6 ? [...graph.shownLines].filter((l) => l.value > 1) : [];
    if (lines.length > 60) return;
    const size = 11 * ratio;
    ctx.font = `400 ${size}px ${FONT}`;
    for (const line of lines) {
      const text = lit ? line.text : `×${line.value}`;
      if (!text) continue;
      const [x, y] = at(...middle(graph.nodes[line.from], graph.nodes[line.to], line.bend));
      const w = ctx.measureText(text).width;
      const box = { x: x - w / 2 - 3 * ratio, y: y - size * 0.65, w: w + 6 * ratio, h: size * 1.3 };
      if (!inView(x, y) || !room.free(box) || !symbols.free(box)) continue;
      room.take(box);
      ctx.fillStyle = theme.paper;
      ctx.globalAlpha = 0.88;
      ctx.fillRect(box.x, box.y, box.w, box.h);
      ctx.globalAlpha = 1;
      ctx.fillStyle = this.styleOf(line).color;
      ctx.fillText(text, x, y - size * 0.52);
    }
  }

  /** Shows these nodes, with room for their labels; never closer than is comfortable. */
  fit(nodes = [...this.graph.shownNodes], closest = 1.15, animate = true) {
    if (!nodes.length) return;
    const { clientWidth: w, clientHeight: h } = this.container;
    const xs = nodes.map((n) => n.x), ys = nodes.map((n) => n.y);
    const least = (v) => v.reduce((a, b) => Math.min(a, b)), most = (v) => v.reduce((a, b) => Math.max(a, b));
    const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)];
    const side = Math.min(66, w / 6);
    const scale = Math.min((w - 2 * side) / (right - left || 1), (h - 96) / (bottom - top || 1), closest);
    this.move({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 12 / scale }, scale }, animate);
  }

  move(view, animate = true) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !animate;
    this.network.moveTo({ ...view, animation: still ? false : { duration: 380, easingFunction: "easeInOutQuad" } });
    setTimeout(() => this.told.settle(), still ? 0 : 420);
  }

  pan(dx, dy) {
    const { x, y } = this.network.getViewPosition(), scale = this.network.getScale();
    this.move({ position: { x: x + dx / scale, y: y + dy / scale }, scale }, false);
  }

  zoom(factor) {
    this.move({ position: this.network.getViewPosition(), scale: this.network.getScale() * factor });
  }

  /** Brings a node into sight without changing the zoom, unless it is too small to read. */
  show(node) {
    const scale = Math.min(Math.max(this.network.getScale(), 0.75), 1.6);
    const { x, y } = this.network.canvasToDOM(node);
    const { clientWidth: w, clientHeight: h } = this.container;
    if (scale === this.network.getScale() && x > 60 && y > 40 && x < w - 60 && y < h - 60) return;
    this.move({ position: { x: node.x, y: node.y }, scale });
  }

  png() {
    const canvas = this.container.querySelector("canvas");
    const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
    const ctx = copy.getContext("2d");
    ctx.fillStyle = this.theme.paper;
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(canvas, 0, 0);
    return new Promise((done) => copy.toBlob(done, "image/png"));
  }
}
