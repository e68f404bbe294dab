// Taking away: models, with some columns, as CSV, LaTeX and JSON-LD.
"use strict";

(() => {
  const { context, base } = globalThis.llmkg;
  const { cell, things, parts, exact } = globalThis.llmkg.table;

  // A spreadsheet would run a text that starts like a formula.
  const csvCell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };

  function csv(rows, chosen) {
    const head = ["model", ...chosen.map((column) => column.label), "iri"];
    const lines = rows.map((model) => [model.name, ...chosen.map((column) => exact(model, column)), base + model.key]);
    return [head, ...lines].map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
  }

  const TEX = {
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", $: "\\$", "&": "\\&", "#": "\\#", _: "\\_", "%": "\\%",
    "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}",
    // Behind the end of a row these would be its options.
    "[": "{[}", "]": "{]}", "*": "{*}",
  };
  const tex = (text) => text.replace(/[\\{}$&#_%~^<>|[\]*]/g, (char) => TEX[char]).replace(/[\s\u0000-\u001f\u007f]+/g, " ");

  function latex(rows, chosen) {
    const short = (model, column) => parts(model, column).map((part) => part.text).join(", ");
    const line = (cells) => `${cells.map(tex).join(" & ")} \\\\`;
    return [
      "% needs \\usepackage{booktabs,longtable}; texts beyond ASCII: XeLaTeX or LuaLaTeX",
      `\\begin{longtable}{l${chosen.map((column) => (column.kind === "number" ? "r" : "l")).join("")}}`,
      "\\toprule", line(["model", ...chosen.map((column) => column.label)]), "\\midrule", "\\endhead",
      ...rows.map((model) => line([model.name, ...chosen.map((column) => short(model, column))])),
      "\\bottomrule", "\\end{longtable}", "",
    ].join("\n");
  }

  const dateType = (text) => ["xsd:gYear", "xsd:gYearMonth", "xsd:date"][text.split("-").length - 1];

  // The values of a cell as the graph has them.
  function linked(model, column) {
    const value = cell(model, column);
    switch (column.kind) {
      case "things": return things(model, column).map(([, iri]) => ({ "@id": iri }));
      case "links": return value.map((address) => ({ "@id": address }));
      case "measures": return value[2].map(([, , node]) => node);
      case "date": return [{ "@type": dateType(value), "@value": value }];
      case "number": {
        const isExact = column.datatype === "xsd:integer" && Number.isSafeInteger(Number(value[2]));
        return [isExact ? Number(value[2]) : { "@type": column.datatype, "@value": value[2] }];
      }
      default: return value;
    }
  }

  function jsonld(rows, chosen) {
    const labels = new Map();
    const graph = rows.map((model) => {
      const node = { "@id": base + model.key, "@type": "llmkg:Model", "rdfs:label": model.name };
      for (const column of chosen) {
        if (cell(model, column) === undefined) continue;
        const values = linked(model, column);
        node[column.predicate] = values.length === 1 ? values[0] : values;
        if (column.kind === "things") for (const [, iri, , label] of things(model, column)) if (label) labels.set(iri, label);
      }
      return node;
    });
    for (const [iri, label] of labels) graph.push({ "@id": iri, "rdfs:label": label });
    return `${JSON.stringify({ "@context": context, "@graph": graph }, null, 1)}\n`;
  }

  // Of each form, what writes it, and its media type.
  globalThis.llmkg.forms = { csv: [csv, "text/csv"], jsonld: [jsonld, "application/ld+json"], tex: [latex, "application/x-tex"] };
})();
