"use strict";
// A large graph: vis-network draws every line at every frame, and stays quick up to about a thousand nodes. The
// most central nodes in sight are its own and can be touched; all others stand in this backdrop, a bitmap that is
// moved as an image while one pans and zooms and painted anew when the view rests.

const MARGIN = 0.35; // of the view, painted beyond each edge, so that panning does not run into the blank

class Backdrop {
  constructor(scene) {
    this.scene = scene;
    this.graph = scene.graph;
    this.bitmap = document.createElement("canvas");
    this.painted = null; // {x, y, scale, width, height}: the view that the bitmap shows
    this.kept = new Set();
  }

  /** Which nodes are vis-network's: the most central of all, later the most central in view. */
  choose(shown) {
    this.shown = shown;
    this.lines = null;
    this.painted = null;
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
    if (fresh > 40) this.scene.hand(wanted);
    this.painted = null;
    this.scene.network.redraw();
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

  /** Draws the bitmap under vis-network's drawing, first painting it if the view is another and at rest. */
  paint(ctx) {
    if (!this.shown || !this.view) return;
    if (!this.painted) this.#paintBitmap();
    const { x, y, width, height } = this.painted;
    ctx.drawImage(this.bitmap, x - width / 2, y - height / 2, width, height);
  }

  #paintBitmap() {
    const { x, y, scale, w, h } = this.view;
    const ratio = Math.min(devicePixelRatio || 1, 1.5);
    const width = w * (1 + 2 * MARGIN), height = h * (1 + 2 * MARGIN);
    const { bitmap, graph, scene } = this;
    bitmap.width = Math.round(width * scale * ratio);
    bitmap.height = Math.round(height * scale * ratio);
    const ctx = bitmap.getContext("2d");
    const zoom = scale * ratio;
    ctx.setTransform(zoom, 0, 0, zoom, bitmap.width / 2 - x * zoom, bitmap.height / 2 - y * zoom);
    const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
    // one path a colour: thousands of strokes of their own would take seconds
    const byStyle = new Map();
    for (const line of graph.shownLines) {
      const a = graph.nodes[line.from], b = graph.nodes[line.to];
      if ((a.x < left && b.x < left) || (a.x > right && b.x > right) || (a.y < top && b.y < top) || (a.y > bottom && b.y > bottom)) continue;
      const style = scene.styleOf(line);
      // what ties a community together stands out from what crosses between communities
      const within = a.community === b.community;
      const key = `${style.color} ${style.dashes ? 1 : 0} ${within}`;
      if (!byStyle.has(key)) byStyle.set(key, { style, within, path: new Path2D() });
      const { path } = byStyle.get(key);
      path.moveTo(a.x, a.y);
      path.lineTo(b.x, b.y);
    }
    const faint = graph.shownLines.size > 8000 ? 0.07 : 0.16;
    for (const { style, within, path } of [...byStyle.values()].sort((a, b) => a.within - b.within)) {
      ctx.globalAlpha = within ? 0.5 : faint;
      ctx.strokeStyle = style.color;
      ctx.lineWidth = 1 / zoom;
      ctx.setLineDash(style.dashes ? style.dashes.map((d) => d / scale) : []);
      ctx.stroke(path);
    }
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    const byGroup = new Map();
    for (const node of this.shown) {
      if (node.x < left || node.x > right || node.y < top || node.y > bottom) continue;
      if (!byGroup.has(node.group)) byGroup.set(node.group, { color: scene.colorOf(node), path: new Path2D() });
      const r = scene.radius(node, scale) * 0.8;
      const { path } = byGroup.get(node.group);
      path.moveTo(node.x + r, node.y);
      path.arc(node.x, node.y, r, 0, 2 * Math.PI);
    }
    for (const { color, path } of byGroup.values()) {
      ctx.fillStyle = color;
      ctx.fill(path);
    }
    this.painted = { x, y, scale, width, height };
  }
}
