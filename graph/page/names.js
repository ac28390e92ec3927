"use strict";
// Finding nodes by what people type: a name, an alias, a part, pinyin or its initials, traditional characters.

class Names {
  constructor(about) {
    this.about = about;
  }

  /** Nodes whose name or alias matches, best first: exact, beginning, inside, pinyin. */
  search(nodes, text, limit = 12) {
    const { traditional } = this.about;
    const query = [...text.normalize("NFKC").trim().toLowerCase()].map((c) => traditional[c] ?? c).join("");
    if (!query) return [];
    const sound = /^[a-zü' ]+$/.test(query) ? query.replace(/[' ]/g, "").replaceAll("ü", "v") : "";
    const found = [];
    for (const node of nodes) {
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
}
