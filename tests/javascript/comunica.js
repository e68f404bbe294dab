// Answers SELECT queries (JSON on stdin: name to text) over a Turtle or TriG file with Comunica; writes JSON.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const load = createRequire(`${process.env.LLM_KG_CONSUMERS}/`);
const { Parser, Store } = load("n3");
const { QueryEngine } = load("@comunica/query-sparql-rdfjs");

const [path, union] = process.argv.slice(2);
const store = new Store(new Parser().parse(readFileSync(path, "utf-8")));
const context = { sources: [store], unionDefaultGraph: union === "union" };

const term = (found) => ({ value: found.value, datatype: found.datatype && found.datatype.value });
const row = (bindings) => Object.fromEntries([...bindings].map(([name, found]) => [name.value, term(found)]));

async function main() {
  const engine = new QueryEngine();
  const answers = {};
  for (const [name, text] of Object.entries(JSON.parse(readFileSync(0, "utf-8")))) {
    const bindings = await engine.queryBindings(text, context);
    answers[name] = (await bindings.toArray()).map(row);
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
