"use strict";
// A large graph: vis-network draws every line at every frame, and stays quick up to about a thousand nodes. The
// most central nodes in sight are its own and can be touched; all others stand in this backdrop, a bitmap that is
// moved as an image while one pans and zooms and painted anew when the view rests.

const MARGIN = 0.35; // of the view, painted beyond each edge, so that panning does not run into the blank
const PORTION = 1500; // lines that are painted in one go

class Backdrop {
  constructor(scene) {
    this.scene = scene;
    this.graph = scene.graph;
    this.painted = null; // {bitmap, x, y, width, height}: the part of the graph that the bitmap shows
  }

  /** Which nodes are vis-network's: the most central of all, later the most central in view. */
  choose(shown) {
    this.shown = shown;
    this.painted = this.repainting = null;
    const view = this.view ? this.#inView(TOUCHABLE) : shown.slice(0, TOUCHABLE);
    return new Set(view);
  }

  get view() {
    const { network, container } = this.scene;
    if (!network || !container.clientWidth) return null;
    const { x, y } = network.getViewPosition(), scale = network.getScale();
    return { x, y, scale, w: container.clientWidth / scale, h: container.clientHeight / scale };
  }

  #inView(limit) {
    const { x, y, w, h } = this.view;
    const inside = [], outside = [];
    for (const node of this.shown) {
      const near = Math.abs(node.x - x) < w * 0.6 && Math.abs(node.y - y) < h * 0.6;
      if (near) inside.push(node);
      else if (outside.length < limit) outside.push(node);
      if (inside.length === limit) break;
    }
    return inside.concat(outside.slice(0, limit - inside.length));
  }

  /** The view rests: paint the bitmap for it, and hand vis-network what is central here. */
  settle() {
    if (!this.shown) return;
    const wanted = new Set(this.#inView(TOUCHABLE));
    const here = this.scene.touchable;
    let fresh = 0;
    for (const node of wanted) if (!here.has(node)) fresh++;
    const repaint = () => this.#repaint();
    if (fresh > 40) this.scene.hand(wanted, repaint);
    else repaint();
  }

  /** The node of the backdrop under a point of the canvas's own coordinates. */
  at({ x, y }) {
    const { scale } = this.view;
    let best = null, nearest = (9 / scale) ** 2;
    for (const node of this.shown) {
      const d = (node.x - x) ** 2 + (node.y - y) ** 2;
      if (d < nearest) [best, nearest] = [node, d];
    }
    return best;
  }

  /** Draws the bitmap under vis-network's drawing; it is painted at once only where there is none yet. */
  paint(ctx) {
    if (!this.shown || !this.view) return;
    if (!this.painted) for (const _ of this.#painting());
    const { bitmap, x, y, width, height } = this.painted;
    ctx.drawImage(bitmap, x - width / 2, y - height / 2, width, height);
  }

  /** Paints the present view anew, a portion a frame; until it is done the old bitmap stands. */
  #repaint() {
    const painting = (this.repainting = this.#painting());
    const next = () => {
      if (this.repainting !== painting) return;
      if (painting.next().done) this.scene.network.redraw();
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  }

  /** Yields between portions; at the end the new bitmap is the painted one. */
  *#painting() {
    const { x, y, scale, w, h } = this.view;
    const { graph, scene } = this;
    const ratio = Math.min(devicePixelRatio || 1, 1.5), zoom = scale * ratio;
    const width = w * (1 + 2 * MARGIN), height = h * (1 + 2 * MARGIN);
    const bitmap = Object.assign(document.createElement("canvas"), { width: Math.round(width * zoom), height: Math.round(height * zoom) });
    const ctx = bitmap.getContext("2d");
    ctx.setTransform(zoom, 0, 0, zoom, bitmap.width / 2 - x * zoom, bitmap.height / 2 - y * zoom);
    const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
    // one path for many lines of a look: thousands of strokes of their own would take seconds
    const looks = new Map();
    for (const line of graph.shownLines) {
      const a = graph.nodes[line.from], b = graph.nodes[line.to];
      if ((a.x < left && b.x < left) || (a.x > right && b.x > right) || (a.y < top && b.y < top) || (a.y > bottom && b.y > bottom)) continue;
      // what ties a community together stands out from what crosses between communities
      const within = a.community === b.community;
      const key = `${line.group} ${line.status} ${within}`;
      if (!looks.has(key)) looks.set(key, { style: scene.styleOf(line), within, paths: [], count: 0 });
      const look = looks.get(key);
      if (look.count++ % PORTION === 0) look.paths.push(new Path2D());
      const path = look.paths.at(-1);
      path.moveTo(a.x, a.y);
      path.lineTo(b.x, b.y);
    }
    yield;
    const faint = graph.shownLines.size > 8000 ? 0.07 : 0.16;
    for (const { style, within, paths } of [...looks.values()].sort((a, b) => a.within - b.within)) {
      ctx.globalAlpha = within ? 0.5 : faint;
      ctx.strokeStyle = style.color;
      ctx.lineWidth = 1 / zoom;
      ctx.setLineDash(style.dashes ? style.dashes.map((d) => d / scale) : []);
      for (const path of paths) {
        ctx.stroke(path);
        yield;
      }
    }
    ctx.globalAlpha = 1;
    const dots = new Map();
    for (const node of this.shown) {
      if (node.x < left || node.x > right || node.y < top || node.y > bottom) continue;
      const color = scene.colorOf(node);
      if (!dots.has(color)) dots.set(color, { color, path: new Path2D() });
      const r = scene.radius(node, scale) * 0.8;
      const { path } = dots.get(color);
      path.moveTo(node.x + r, node.y);
      path.arc(node.x, node.y, r, 0, 2 * Math.PI);
    }
    for (const { color, path } of dots.values()) {
      ctx.fillStyle = color;
      ctx.fill(path);
      yield;
    }
    this.painted = { bitmap, x, y, width, height };
  }
}
