// Reads a file in JSON-LD with jsonld.js: `expand` and `frame` write JSON, `nquads` writes N-Quads.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const jsonld = createRequire(`${process.env.LLM_KG_CONSUMERS}/`)("jsonld");

const documentLoader = async (url) => {
  throw new Error(`nothing is fetched, not even ${url}`);
};
const [action, path] = process.argv.slice(2);
const document = JSON.parse(readFileSync(path, "utf-8"));
const actions = {
  expand: () => jsonld.expand(document, { documentLoader, safe: true }),
  frame: () =>
    jsonld.frame(
      document,
      { "@context": document["@context"], "@type": "llmkg:Model", "@embed": "@always" },
      { documentLoader },
    ),
  nquads: () => jsonld.toRDF(document, { documentLoader, format: "application/n-quads", safe: true }),
};

actions[action]().then((found) =>
  process.stdout.write(typeof found === "string" ? found : JSON.stringify(found)),
);
