"use strict";
// The page of a file starts with the file as its source.

async function start(source) {
  window.guanxi = new App(source, await source.first());
}

start(new FileSource());
