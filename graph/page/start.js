"use strict";
// The page begins: with the graph that the file holds, or with the server's.

if (read("about").served) {
  window.guanxi = new ServedApp(new Served(), ServedPanels);
} else {
  window.guanxi = new App();
}
