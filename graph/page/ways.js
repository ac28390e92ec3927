"use strict";
// The shortest way between two nodes, over the lines that are shown.

/** The steps [{from, to, lines}], or null. Places link only if nothing else does. */
function shortest(graph, start, goal) {
  if (!start || !goal) return null;
  return walk(graph, start, goal, (node) => node.group !== "Region") ?? walk(graph, start, goal, () => true);
}

function walk(graph, start, goal, passable) {
  const cameFrom = new Map([[start, null]]);
  let rim = [start];
  while (rim.length && !cameFrom.has(goal)) {
    const next = [];
    for (const node of rim) {
      if (node !== start && !passable(node)) continue;
      for (const line of node.lines) {
        const other = graph.other(line, node);
        if (graph.shownLines.has(line) && !cameFrom.has(other)) cameFrom.set(other, node), next.push(other);
      }
    }
    rim = next;
  }
  if (!cameFrom.has(goal) || start === goal) return null;
  const steps = [];
  for (let to = goal; to !== start; to = cameFrom.get(to)) {
    const from = cameFrom.get(to);
    const lines = from.lines.filter((line) => graph.shownLines.has(line) && graph.other(line, from) === to);
    steps.unshift({ from, to, lines });
  }
  return steps;
}
