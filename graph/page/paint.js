"use strict";
// Strokes on a canvas: symbols, lines, labels. Symbols have the outlines of vis-network's, so that what we
// paint over it (the neighbourhood in focus) and what it paints itself look alike.

/** The corners of a symbol of radius r around 0,0; null for a circle. */
function corners(shape, r) {
  const ring = (n, radius, turn) =>
    Array.from({ length: n }, (_, i) => {
      const a = turn + (2 * Math.PI * i) / n, q = typeof radius === "function" ? radius(i) : radius;
      return [q * Math.cos(a), q * Math.sin(a)];
    });
  if (shape === "square") return [[-r, -r], [r, -r], [r, r], [-r, r]];
  if (shape === "diamond") return [[0, r], [r, 0], [0, -r], [-r, 0]];
  if (shape === "hexagon") return ring(6, r, 0);
  if (shape === "star") {
    const s = r * 0.82;
    return ring(10, (i) => s * (i % 2 ? 0.5 : 1.3), -Math.PI / 2).map(([x, y]) => [x, y + 0.1 * r]);
  }
  if (shape === "triangle" || shape === "triangleDown") {
    const s = r * 1.15, inner = (Math.sqrt(3) / 3) * s, height = Math.sqrt(3) * s, shift = 0.275 * s;
    const up = [[0, -(height - inner) + shift], [s, inner + shift], [-s, inner + shift]];
    return shape === "triangle" ? up : up.map(([x, y]) => [x, -y]);
  }
  return null;
}

function traceSymbol(ctx, shape, x, y, r) {
  const points = corners(shape, r);
  ctx.beginPath();
  if (!points) return void ctx.arc(x, y, r, 0, 2 * Math.PI);
  points.forEach(([dx, dy], i) => (i ? ctx.lineTo(x + dx, y + dy) : ctx.moveTo(x + dx, y + dy)));
  ctx.closePath();
}

function paintSymbol(ctx, { shape, x, y, r, fill, border, width }) {
  traceSymbol(ctx, shape, x, y, r);
  ctx.fillStyle = fill;
  ctx.fill();
  if (!width) return;
  ctx.strokeStyle = border;
  ctx.lineWidth = width;
  ctx.stroke();
}

/** The middle control point of a bent line, as vis-network's curvedCW / curvedCCW puts it. */
function via(a, b, bend) {
  if (!bend) return [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const half = 0.5 * bend + 0.5;
  const angle = Math.atan2(a.y - b.y, b.x - a.x) + half * Math.PI;
  const radius = (0.5 * Math.abs(bend) + 0.5) * Math.hypot(b.x - a.x, b.y - a.y);
  return [a.x + radius * Math.sin(angle), a.y + radius * Math.cos(angle)];
}

/** The point in the middle of a line. */
function middle(a, b, bend) {
  const [x, y] = via(a, b, bend);
  return bend ? [0.25 * a.x + 0.5 * x + 0.25 * b.x, 0.25 * a.y + 0.5 * y + 0.25 * b.y] : [x, y];
}

function paintLine(ctx, a, b, { bend, color, width, dashes, arrow, gap }) {
  const [x, y] = via(a, b, bend);
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash(dashes ?? []);
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  if (bend) ctx.quadraticCurveTo(x, y, b.x, b.y);
  else ctx.lineTo(b.x, b.y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (!arrow) return;
  const angle = Math.atan2(b.y - y, b.x - x), size = 2.2 * width + 4;
  const tip = [b.x - gap * Math.cos(angle), b.y - gap * Math.sin(angle)];
  ctx.beginPath();
  ctx.moveTo(...tip);
  for (const turn of [-0.42, 0.42])
    ctx.lineTo(tip[0] - size * Math.cos(angle + turn), tip[1] - size * Math.sin(angle + turn));
  ctx.closePath();
  ctx.fillStyle = color;
  ctx.fill();
}

/** Which places on the screen hold a label already: a label that would overlap is not drawn. */
class Room {
  constructor(cell = 48) {
    this.cell = cell;
    this.cells = new Map();
  }

  *#cellsOf({ x, y, w, h }) {
    for (let i = Math.floor(x / this.cell); i <= Math.floor((x + w) / this.cell); i++)
      for (let j = Math.floor(y / this.cell); j <= Math.floor((y + h) / this.cell); j++) yield i * 4096 + j;
  }

  free(box) {
    for (const cell of this.#cellsOf(box))
      for (const b of this.cells.get(cell) ?? [])
        if (box.x < b.x + b.w && b.x < box.x + box.w && box.y < b.y + b.h && b.y < box.y + box.h) return false;
    return true;
  }

  take(box) {
    for (const cell of this.#cellsOf(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
  }

  /** Every box that was taken, once. */
  taken() {
    return new Set([...this.cells.values()].flat());
  }

  at(x, y) {
    const inside = (b) => b.node && x >= b.x && x <= b.x + b.w && y >= b.y && y <= b.y + b.h;
    return (this.cells.get(Math.floor(x / this.cell) * 4096 + Math.floor(y / this.cell)) ?? []).find(inside)?.node;
  }
}

/** An SVG of a symbol, for legends and lists. */
function symbolSvg(shape, color, size = 14) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "-10 -10 20 20");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  const points = corners(shape, 7);
  const drawn = document.createElementNS(space, points ? "polygon" : "circle");
  if (points) drawn.setAttribute("points", points.map((p) => p.map((v) => v.toFixed(2)).join(",")).join(" "));
  else drawn.setAttribute("r", 7);
  drawn.setAttribute("fill", color);
  svg.append(drawn);
  return svg;
}

function lineSvg({ color, dashes, arrow }) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 10");
  svg.setAttribute("width", 24);
  svg.setAttribute("height", 10);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", arrow ? "M1 5H18M22 5l-6 -3.4v6.8z" : "M1 5H23");
  path.setAttribute("stroke", color);
  path.setAttribute("fill", color);
  path.setAttribute("stroke-width", 2);
  if (dashes) path.setAttribute("stroke-dasharray", dashes);
  svg.append(path);
  return svg;
}

/** A colour mixed with another, both #rrggbb: `share` of the second. */
function mix(color, other, share) {
  const part = (c, i) => parseInt(c.slice(1 + 2 * i, 3 + 2 * i), 16);
  const at = (i) => Math.round(part(color, i) * (1 - share) + part(other, i) * share);
  return "#" + [0, 1, 2].map((i) => at(i).toString(16).padStart(2, "0")).join("");
}
