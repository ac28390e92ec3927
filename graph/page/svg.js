"use strict";
// The view as SVG: symbols, lines and the labels that stand on the screen, for editing and print.

/** What is in sight, as the text of an SVG document. Names are text nodes: the serializer escapes them. */
function drawing(scene) {
  const { graph, container, network, theme } = scene;
  const NS = "http://www.w3.org/2000/svg";
  const make = (tag, attributes, ...children) => {
    const element = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const { clientWidth: w, clientHeight: h } = container;
  const scale = network.getScale(), at = (node) => network.canvasToDOM(node);
  const near = ({ x, y }) => x > -40 && y > -40 && x < w + 40 && y < h + 40;
  const svg = make("svg", { xmlns: NS, width: w, height: h, viewBox: `0 0 ${w} ${h}` }, make("rect", { width: w, height: h, fill: theme.paper }));
  for (const line of graph.shownLines) {
    const [a, b] = [at(graph.nodes[line.from]), at(graph.nodes[line.to])];
    if (!near(a) && !near(b)) continue;
    const style = scene.styleOf(line), [mx, my] = middle(a, b, line.bend);
    const curve = line.bend ? `Q${2 * mx - (a.x + b.x) / 2} ${2 * my - (a.y + b.y) / 2} ` : "L";
    svg.append(make("path", { d: `M${a.x} ${a.y}${curve}${b.x} ${b.y}`, fill: "none", stroke: style.color, "stroke-opacity": 0.7,
                              "stroke-width": style.width, ...(style.dashes && { "stroke-dasharray": style.dashes.join(" ") }) }));
  }
  for (const node of graph.shownNodes) {
    const { x, y } = at(node), size = 2 * scene.radius(node, scale) * scale;
    if (!near({ x, y })) continue;
    const symbol = symbolSvg(graph.about.labels[node.group]?.shape, scene.colorOf(node), (size * 10) / 7);
    symbol.setAttribute("x", x - (size * 5) / 7); // the symbol fills seven tenths of its square
    symbol.setAttribute("y", y - (size * 5) / 7);
    svg.append(symbol);
  }
  for (const { node, x, y, w: width, h: height } of scene.room.taken()) {
    if (!node) continue;
    const ratio = scene.ratio, rows = node.label.split("\n"), size = height / rows.length / ratio / 1.22;
    rows.forEach((row, i) => svg.append(make("text", { x: (x + width / 2) / ratio, y: y / ratio + size * (0.95 + 1.22 * i), "text-anchor": "middle",
      "font-size": size, "font-family": FONT.replaceAll('"', "'"), fill: theme.ink, stroke: theme.paper, "stroke-width": 3, "paint-order": "stroke" }, row)));
  }
  return new XMLSerializer().serializeToString(svg);
}
