// Reads a file in Turtle, TriG, N-Triples or N-Quads with N3.js and writes its quads as N-Quads.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { Parser, Writer } = createRequire(`${process.env.LLM_KG_CONSUMERS}/`)("n3");

const [path, format] = process.argv.slice(2);
const quads = new Parser({ format }).parse(readFileSync(path, "utf-8"));
const writer = new Writer({ format: "N-Quads" });
writer.addQuads(quads);
writer.end((error, result) => {
  if (error) throw error;
  process.stdout.write(result);
});
