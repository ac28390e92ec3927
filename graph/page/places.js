"use strict";
// Where nodes go that come without a place, while all others stay where they are.

const APART = { x: 104, y: 62 }; // room for a symbol with its label

/** Gives each of these nodes a free place: along `chain` (keys, in order), around `beside`, else by what it is tied to. */
function house(graph, homeless, beside, chain) {
  const waiting = new Set(homeless);
  const put = (node, x, y, nearest) => { Object.assign(node, free(graph, x, y, nearest)); waiting.delete(node); };
  const stops = chain.map((key) => graph.byKey.get(key));
  for (const [i, node] of stops.entries()) {
    if (!waiting.has(node)) continue;
    const before = stops.slice(0, i).findLast((n) => !waiting.has(n)), after = stops.slice(i + 1).find((n) => !waiting.has(n));
    const share = before && after ? 1 / (stops.indexOf(after) - stops.indexOf(before)) : 0;
    if (share) put(node, before.x + (after.x - before.x) * share, before.y + (after.y - before.y) * share, 0);
    else put(node, (before?.x ?? after?.x ?? 0) + (before || after ? 190 : 0), before?.y ?? after?.y ?? 0, 0);
  }
  for (const node of homeless) {
    if (!waiting.has(node)) continue;
    const tied = beside && !waiting.has(beside) ? beside : node.lines.map((line) => graph.other(line, node)).find((other) => !waiting.has(other));
    if (tied) put(node, tied.x, tied.y, 120);
    else put(node, ...aside(graph), 0);
  }
}

/** The free place that is nearest to one, on a spiral around it that begins at this distance. */
function free(graph, x, y, nearest) {
  const placed = graph.nodes.filter((node) => node.x !== undefined);
  for (let i = 0; ; i++) {
    const r = nearest + 15 * Math.sqrt(i), turn = 2.399963 * i;
    const at = i || nearest ? { x: Math.round(x + 1.25 * r * Math.cos(turn)), y: Math.round(y + r * Math.sin(turn)) } : { x: Math.round(x), y: Math.round(y) };
    if (!placed.some((node) => Math.abs(node.x - at.x) < APART.x && Math.abs(node.y - at.y) < APART.y)) return at;
  }
}

/** A place beside all that there is, for what is tied to nothing here. */
function aside(graph) {
  const placed = graph.nodes.filter((node) => node.x !== undefined);
  if (!placed.length) return [0, 0];
  const mean = placed.reduce((sum, node) => sum + node.y, 0) / placed.length;
  return [placed.reduce((most, node) => Math.max(most, node.x), -Infinity) + 320, mean];
}
