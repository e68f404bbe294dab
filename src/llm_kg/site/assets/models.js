// The models of the comparison: what their cells say, how they sort, and which of them a state keeps.
"use strict";

(() => {
  const { columns, models } = globalThis.llmkg;
  const SIZE = "parameter_count";
  const DATE = "date_created";

  const byId = new Map(columns.map((column, number) => [column.id, { ...column, number }]));
  const all = models.map(([key, name, others, file, cells, marks, open], position) => ({
    key, name, others, file, cells, position, open: Boolean(open), marks: new Set(marks),
  }));
  const byKey = new Map(all.map((model) => [model.key, model]));
  const facets = columns.filter((column) => column.facet && column.things.length > 1).map((column) => byId.get(column.id));
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  // Cells

  const cell = (model, column) => model.cells[column.number];
  const things = (model, column) => (cell(model, column) || []).map((number) => column.things[number]);

  // An address without what says little.
  function brief(address) {
    const text = address.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
    return text.length > 40 ? `${text.slice(0, 39)}…` : text;
  }

  // A cell as parts: a text, where it leads, and the exact text where that is another.
  function parts(model, column) {
    const value = cell(model, column);
    if (value === undefined) return [];
    switch (column.kind) {
      case "number": return [{ text: value[1], exact: value[2] }];
      case "things": return things(model, column).map(([text, , href]) => ({ text, href }));
      case "links": return value.map((href) => ({ text: brief(href), href, exact: href }));
      case "measures": return value[2].map(([text, exact]) => ({ text, exact }));
      case "date": return [{ text: value }];
      default: return value.map((text) => ({ text }));
    }
  }

  const exact = (model, column) => {
    const text = parts(model, column).map((part) => part.exact || part.text).join("; ");
    return column.kind === "measures" ? text.replace(/(?<=\d),(?=\d{3})/g, "") : text;
  };

  const haystack = (model) => model.text ??= [
    model.name, ...model.others, ...columns.flatMap((column) =>
      column.kind === "things" ? things(model, byId.get(column.id)).map(([label]) => label)
        : column.kind === "text" ? cell(model, byId.get(column.id)) || [] : []),
  ].join("\n").toLowerCase();

  // By what a column sorts: numbers as numbers, dates as dates, and what is missing last either way.
  function sortKey(model, column) {
    const value = cell(model, column);
    if (value === undefined) return null;
    if (column.kind === "number") return value[0];
    if (column.kind === "measures") return [value[0], value[1]];
    return column.kind === "date" ? value : parts(model, column).map((part) => part.text).join(", ");
  }

  function compare(one, other, column, sign) {
    const [a, b] = [sortKey(one, column), sortKey(other, column)];
    if (a === null || b === null) return (a === null) - (b === null);
    if (column.kind === "number") return sign * (a - b);
    if (column.kind === "measures") return a[0] - b[0] || sign * (a[1] - b[1]);
    if (column.kind === "date") return sign * (a < b ? -1 : a > b ? 1 : 0);
    return sign * collator.compare(a, b);
  }

  // Filters

  // "7B" or "1.5e9" as a number; NaN where it is none.
  function sizeOf(text) {
    const found = /^\s*([\d.,]+(?:e\d+)?)\s*([kmbt]?)\s*$/i.exec(text);
    if (!found) return Number.NaN;
    const scale = { "": 1, k: 1e3, m: 1e6, b: 1e9, t: 1e12 }[found[2].toLowerCase()];
    return Number(found[1].replaceAll(",", "")) * scale;
  }

  // The tests that the state puts models to, by name, so that a facet can count without its own.
  function tests(state) {
    const found = new Map();
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length) found.set("q", (model) => words.every((word) => haystack(model).includes(word)));
    for (const [id, chosen] of state.facets) {
      const column = byId.get(id);
      found.set(id, (model) => {
        const labels = things(model, column).map(([label]) => label);
        return labels.length ? labels.some((label) => chosen.has(label)) : chosen.has("");
      });
    }
    if (state.open) found.set("open", (model) => model.open === (state.open === "yes"));
    const date = byId.get(DATE);
    const year = (model) => (date && cell(model, date) ? Number(cell(model, date).slice(0, 4)) : Number.NaN);
    if (Number(state.from)) found.set("from", (model) => year(model) >= Number(state.from));
    if (Number(state.to)) found.set("to", (model) => year(model) <= Number(state.to));
    const size = byId.get(SIZE);
    const count = (model) => (size && cell(model, size) ? cell(model, size)[0] : Number.NaN);
    if (!Number.isNaN(sizeOf(state.min))) found.set("min", (model) => count(model) >= sizeOf(state.min));
    if (!Number.isNaN(sizeOf(state.max))) found.set("max", (model) => count(model) <= sizeOf(state.max));
    return found;
  }

  const passing = (found, but) => all.filter((model) => [...found].every(([name, test]) => name === but || test(model)));

  globalThis.llmkg.table = {
    SIZE, DATE, all, byId, byKey, facets, collator, cell, things, parts, exact, compare, tests, passing,
  };
})();
