"use strict";
// Making elements. Text that comes from articles is only ever set as text: `el` knows no other way.

/** An element with attributes and children; strings become text nodes, functions listeners. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) {
    const k = key(item);
    if (!groups.has(k)) groups.set(k, []);
    groups.get(k).push(item);
  }
  return groups;
}

/** The text with the names of these nodes in <mark>, the longest names first. */
function marked(text, nodes) {
  const names = [...new Set(nodes.flatMap((n) => [n.name, ...(n.also ?? [])]))].filter((n) => n.length > 1).sort((a, b) => b.length - a.length).slice(0, 60);
  const parts = [];
  let plain = 0;
  for (let i = 0; i < text.length; ) {
    const name = names.find((n) => text.startsWith(n, i));
    if (!name) { i++; continue; }
    if (i > plain) parts.push(text.slice(plain, i));
    parts.push(el("mark", {}, name));
    plain = i += name.length;
  }
  if (plain < text.length) parts.push(text.slice(plain));
  return parts;
}
