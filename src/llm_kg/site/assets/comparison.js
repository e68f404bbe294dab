// The page of the comparison: search, sort, filter, choose columns, transpose, pin, and take away.
// Texts from lists enter the page as text alone, and only http(s) addresses become links.
"use strict";

(() => {
  const { columns, forms } = globalThis.llmkg;
  const { SIZE, DATE, all, byId, byKey, facets, collator, cell, things, parts, compare, tests, passing } = globalThis.llmkg.table;
  const PER_PAGE = { rows: 100, columns: 12 };
  const NOT_STATED = "not stated";

  // The state, which is in the address behind the hash, so that a view can be linked

  const defaults = () => ({
    q: "", sort: "", cols: columns.filter((column) => column.shown).map((column) => column.id), facets: new Map(),
    open: "", from: "", to: "", min: "", max: "", pins: new Set(), only: false, transposed: false, page: 1,
  });
  let state = defaults();

  function read() {
    const said = new URLSearchParams(location.hash.slice(1));
    const next = defaults();
    for (const name of ["q", "open", "from", "to", "min", "max"]) next[name] = said.get(name) || "";
    if (["name", "-name"].includes(said.get("sort")) || byId.has((said.get("sort") || "").replace(/^-/, ""))) next.sort = said.get("sort");
    if (said.has("cols")) next.cols = said.get("cols").split(",").filter((id) => byId.has(id));
    for (const facet of facets) {
      const chosen = said.getAll(`f.${facet.id}`);
      if (chosen.length) next.facets.set(facet.id, new Set(chosen));
    }
    next.pins = new Set((said.get("pin") || "").split(",").filter((key) => byKey.has(key)));
    next.only = said.get("only") === "1";
    next.transposed = said.get("transposed") === "1";
    next.page = Math.max(1, Number.parseInt(said.get("page"), 10) || 1);
    state = next;
  }

  function write() {
    const said = new URLSearchParams();
    for (const name of ["q", "sort", "open", "from", "to", "min", "max"]) if (state[name]) said.set(name, state[name]);
    if (state.cols.join() !== defaults().cols.join()) said.set("cols", state.cols.join());
    for (const [id, chosen] of state.facets) for (const label of chosen) said.append(`f.${id}`, label);
    if (state.pins.size) said.set("pin", [...state.pins].join());
    if (state.only) said.set("only", "1");
    if (state.transposed) said.set("transposed", "1");
    if (state.page > 1) said.set("page", String(state.page));
    history.replaceState(null, "", `#${said}`);
  }

  function change(changes) {
    Object.assign(state, { page: 1 }, changes);
    write();
    draw();
  }

  // What is shown

  function chosenModels() {
    const pinned = [...state.pins].map((key) => byKey.get(key));
    if (state.only && pinned.length) return pinned;
    const rest = passing(tests(state)).filter((model) => !state.pins.has(model.key));
    const [sign, id] = state.sort.startsWith("-") ? [-1, state.sort.slice(1)] : [1, state.sort];
    if (id === "name") rest.sort((one, other) => sign * collator.compare(one.name, other.name));
    else if (id) rest.sort((one, other) => compare(one, other, byId.get(id), sign) || one.position - other.position);
    return [...pinned, ...rest];
  }

  const chosenColumns = () => state.cols.map((id) => byId.get(id));

  // Elements

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name in element && typeof value === "boolean") element[name] = value;
      else if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child !== null));
    return element;
  }

  const isWeb = (address) => /^https?:\/\//i.test(address || "");

  function shown(model, column) {
    const found = parts(model, column);
    const elements = found.flatMap((part, number) => {
      const title = part.exact && part.exact !== part.text ? part.exact : column.kind === "text" ? part.text : null;
      const isPage = part.href && !isWeb(part.href) && /^model\/[^:]*$/.test(part.href);
      const element = isWeb(part.href) || isPage
        ? make("a", { href: part.href, title, rel: isPage ? null : "noopener nofollow" }, part.text)
        : make("span", { title, class: column.kind === "text" ? "clamped" : null }, part.text);
      return number ? [", ", element] : [element];
    });
    if (model.marks.has(column.number)) {
      elements.push(" ", make("a", { class: "disputed", href: `${page(model)}#${column.id}`, title: "lists disagree" },
        make("span", { "aria-hidden": "true" }, "≠"), make("span", { class: "unseen" }, "lists disagree")));
    }
    return elements;
  }

  const page = (model) => `model/${encodeURIComponent(model.file)}.html`;
  const named = (model) => make("div", { class: "named" }, pinButton(model), make("a", { href: page(model) }, model.name));
  const kindClass = (column) => (column.kind === "number" ? "number" : column.kind === "text" || column.id === "paper" ? "long" : null);

  function pinButton(model) {
    const isPinned = state.pins.has(model.key);
    return make("button", {
      type: "button", class: "pin", "aria-pressed": String(isPinned), "aria-label": `Pin ${model.name}`, id: `pin-${model.position}`,
      title: isPinned ? "Pinned: click to release" : "Pin, to keep it in sight beside others",
      onclick: () => {
        const pins = new Set(state.pins);
        if (!pins.delete(model.key)) pins.add(model.key);
        change({ pins, page: state.page });
      },
    }, isPinned ? "●" : "○");
  }

  function sortHeader(id, label, column) {
    const order = state.sort === id ? "ascending" : state.sort === `-${id}` ? "descending" : "none";
    // The largest and the newest are what one looks for first.
    const first = column && ["number", "measures", "date"].includes(column.kind) ? `-${id}` : id;
    const second = first === id ? `-${id}` : id;
    const next = state.sort === first ? second : state.sort === second ? "" : first;
    return make("th", { scope: "col", "aria-sort": order, class: column ? kindClass(column) : null },
      make("button", { type: "button", class: "sort", id: `sort-${id}`, title: column ? column.about : null, onclick: () => change({ sort: next }) },
        label, make("span", { class: "arrow", "aria-hidden": "true" }, { ascending: "▲", descending: "▼", none: "↕" }[order])));
  }

  const table = document.getElementById("comparison");

  function drawTable(rows) {
    const chosen = chosenColumns();
    const caption = table.caption;
    const pinnedClass = (model) => (state.pins.has(model.key) ? "pinned" : null);
    if (!state.transposed) {
      table.replaceChildren(caption,
        make("thead", {}, make("tr", {}, sortHeader("name", "model"), chosen.map((column) => sortHeader(column.id, column.label, column)))),
        make("tbody", {}, rows.map((model) => make("tr", { class: pinnedClass(model) },
          make("th", { scope: "row" }, named(model)),
          chosen.map((column) => make("td", { class: kindClass(column) }, shown(model, column)))))));
    } else {
      table.replaceChildren(caption,
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "property"), rows.map((model) =>
          make("th", { scope: "col", class: pinnedClass(model) }, named(model))))),
        make("tbody", {}, chosen.map((column) => make("tr", {},
          make("th", { scope: "row", title: column.about }, column.label),
          rows.map((model) => make("td", {}, shown(model, column)))))));
    }
    table.classList.toggle("transposed", state.transposed);
  }

  // Tools

  const license = byId.has("license") ? byId.get("license").label : "license";
  const tools = document.getElementById("tools");
  const status = document.getElementById("status");
  const search = make("input", {
    type: "search", id: "search", placeholder: "Name, organisation, paper …", autocomplete: "off",
    oninput: () => change({ q: search.value }),
  });

  const range = (id, label, placeholder) => make("label", {}, `${label} `, make("input", {
    type: "text", id, inputmode: id === "from" || id === "to" ? "numeric" : "text", placeholder, size: 6,
    oninput: (event) => change({ [id]: event.target.value.trim() }),
  }));

  function menu(id, label, ...children) {
    return make("details", { class: "menu", id: `menu-${id}` }, make("summary", {}, label), make("div", { class: "panel" }, ...children));
  }

  const BOUNDS = { from: "from", to: "to", min: "at least", max: "at most" };
  const hints = make("ul", { class: "hints" });
  status.after(hints);

  const facetMenus = facets.map((facet) => menu(facet.id, facet.label, make("fieldset", { id: `facet-${facet.id}` }, make("legend", { class: "unseen" }, facet.label))));
  const openMenu = menu("open", `open ${license}`, make("fieldset", { id: "facet-open" }, make("legend", { class: "unseen" }, `open ${license}`),
    [["", "all"], ["yes", `under an open ${license}`], ["no", `under another ${license}, or none stated`]].map(([value, label]) =>
      make("label", {}, make("input", { type: "radio", name: "open", value, onchange: () => change({ open: value }) }), label))));
  const yearMenu = menu("year", "year", make("div", { class: "ranges" }, range("from", "from", "2018"), range("to", "to", "2023")));
  const sizeMenu = menu("size", "size", make("div", { class: "ranges" }, range("min", "at least", "7B"), range("max", "at most", "1T")));
  const columnMenu = menu("columns", "Columns", make("fieldset", { id: "columns" }, make("legend", { class: "unseen" }, "columns"),
    columns.map((column) => make("label", { title: column.about }, make("input", {
      type: "checkbox", value: column.id,
      onchange: (event) => {
        const kept = new Set(state.cols);
        if (event.target.checked) kept.add(column.id); else kept.delete(column.id);
        change({ cols: columns.map(({ id }) => id).filter((id) => kept.has(id)), page: state.page });
      },
    }), column.label))));
  const takeMenu = menu("take", "Take away", make("p", {}, "All models that are found, with the columns that are shown, as"),
    [["csv", "CSV"], ["jsonld", "JSON-LD"], ["tex", "LaTeX"]].map(([form, label]) =>
      make("button", { type: "button", id: `take-${form}`, onclick: () => takeAway(form) }, label)));

  const transpose = make("button", { type: "button", id: "transpose", onclick: () => change({ transposed: !state.transposed }) }, "Transpose");
  const only = make("button", { type: "button", id: "only", onclick: () => change(state.only ? { only: false } : { only: true, transposed: true }) }, "Pinned side by side");
  const clear = make("button", { type: "button", id: "clear", onclick: () => { state = defaults(); change({}); fill(); } }, "Clear all");
  const chips = make("ul", { class: "chips", id: "chips", "aria-label": "Filters that are on" });
  const examples = make("p", { class: "examples" },
    [[`largest models of 2023 under an open ${license}`, "open=yes&from=2023&to=2023&sort=-parameter_count", ["license"]],
      ["newest models", "sort=-date_created", []],
      ["who trained on most tokens", "sort=-training_data_size", ["training_data_size"]]]
      .filter(([, , needed]) => [SIZE, DATE, ...needed].every((id) => byId.has(id)))
      .flatMap(([label, hash], number) => [number ? " · " : "Try ", make("a", { href: `#${hash}` }, label)]));

  tools.append(
    make("div", { class: "bar" }, make("label", { class: "search", for: "search" }, make("span", { class: "unseen" }, "Search"), search),
      transpose, only, columnMenu, takeMenu),
    make("div", { class: "bar filters", role: "group", "aria-label": "Filters" }, make("span", { class: "hint" }, "Filter by"),
      facetMenus, openMenu, byId.has(DATE) ? yearMenu : null, byId.has(SIZE) ? sizeMenu : null),
    chips, examples);

  // One menu at a time, and none when the reader goes on.
  const menus = [...tools.querySelectorAll("details")];
  for (const each of menus) each.addEventListener("toggle", () => { if (each.open) for (const other of menus) if (other !== each) other.open = false; });
  document.addEventListener("click", (event) => { for (const each of menus) if (!each.contains(event.target)) each.open = false; });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && menus.find((each) => each.open);
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  function drawFacet(facet, found) {
    const field = document.getElementById(`facet-${facet.id}`);
    const counts = new Map();
    for (const model of passing(found, facet.id)) {
      const labels = new Set(things(model, facet).map(([label]) => label));
      for (const label of labels.size ? labels : [""]) counts.set(label, (counts.get(label) || 0) + 1);
    }
    const chosen = state.facets.get(facet.id) || new Set();
    for (const label of chosen) if (!counts.has(label)) counts.set(label, 0);
    const ranked = [...counts].sort(([a, m], [b, n]) => (a === "") - (b === "") || n - m || collator.compare(a, b));
    field.replaceChildren(field.firstElementChild, ...ranked.map(([label, count]) => make("label", {},
      make("input", {
        type: "checkbox", checked: chosen.has(label), value: label,
        onchange: (event) => {
          const next = new Set(chosen);
          if (event.target.checked) next.add(label); else next.delete(label);
          const kept = new Map(state.facets);
          if (next.size) kept.set(facet.id, next); else kept.delete(facet.id);
          change({ facets: kept });
          [...field.querySelectorAll("input")].find((input) => input.value === label)?.focus();
        },
      }), make("span", {}, label || NOT_STATED), make("span", { class: "count" }, String(count)))));
  }

  // A filter in words.
  function called(id) {
    if (id === "q") return `search: ${state.q}`;
    if (id === "open") return `${state.open === "yes" ? "" : "no "}open ${license}`;
    if (BOUNDS[id]) return `${BOUNDS[id]} ${state[id]}`;
    return `${byId.get(id).label}: ${[...state.facets.get(id)].map((label) => label || NOT_STATED).join(" or ")}`;
  }

  // Where nothing is found: how much there is without each of the filters, and why that is not found.
  function drawHints(tested, isEmpty) {
    hints.replaceChildren(...(!isEmpty || tested.size < 2 ? [] : [...tested.keys()].map((id) => {
      const without = passing(tested, id);
      const column = byId.get(id);
      const silent = column ? without.filter((model) => cell(model, column) === undefined).length : 0;
      const why = silent ? `; of ${silent} no list states it` : "";
      return make("li", {}, `Without “${called(id)}”: ${without.length} model${without.length === 1 ? "" : "s"}${why}`);
    })));
  }

  function drawChips() {
    const chip = (text, without) => make("li", {}, make("button", { type: "button", "aria-label": `Take off the filter ${text}`, onclick: () => { change(without()); fill(); } }, text, make("span", { "aria-hidden": "true" }, " ×")));
    const found = [];
    for (const [id, chosen] of state.facets) {
      for (const label of chosen) {
        found.push(chip(`${byId.get(id).label}: ${label || NOT_STATED}`, () => {
          const kept = new Map(state.facets);
          const rest = new Set([...chosen].filter((other) => other !== label));
          if (rest.size) kept.set(id, rest); else kept.delete(id);
          return { facets: kept };
        }));
      }
    }
    for (const id of ["open", ...Object.keys(BOUNDS)]) if (state[id]) found.push(chip(called(id), () => ({ [id]: "" })));
    if (found.length || state.q || state.sort || state.pins.size) found.push(make("li", {}, clear));
    chips.replaceChildren(...found);
  }

  const pager = make("nav", { class: "pager", "aria-label": "Pages of the table" });

  function drawPager(count) {
    const go = (number, label, isHere) => make("button", {
      type: "button", disabled: number < 1 || number > count, "aria-current": isHere ? "page" : null,
      onclick: () => { change({ page: number }); table.scrollIntoView({ block: "start" }); },
    }, label);
    const near = [...new Set([1, state.page - 1, state.page, state.page + 1, count])].filter((n) => n >= 1 && n <= count);
    pager.replaceChildren(...(count < 2 ? [] : [
      go(state.page - 1, "Previous"), ...near.map((number) => go(number, String(number), number === state.page)), go(state.page + 1, "Next"),
    ]));
  }

  // What the state says, in the controls.
  function fill() {
    search.value = state.q;
    for (const id of ["from", "to", "min", "max"]) { const input = tools.querySelector(`#${id}`); if (input) input.value = state[id]; }
    for (const input of tools.querySelectorAll("input[name=open]")) input.checked = input.value === state.open;
  }

  function draw() {
    const focused = document.activeElement?.id;
    const found = chosenModels();
    const per = state.transposed ? PER_PAGE.columns : PER_PAGE.rows;
    const pages = Math.max(1, Math.ceil(found.length / per));
    state.page = Math.min(state.page, pages);
    const first = (state.page - 1) * per;
    drawTable(found.slice(first, first + per));
    const tested = tests(state);
    for (const facet of facets) drawFacet(facet, tested);
    for (const input of tools.querySelectorAll("#columns input")) input.checked = state.cols.includes(input.value);
    for (const facet of facets) tools.querySelector(`#menu-${CSS.escape(facet.id)}`).classList.toggle("on", state.facets.has(facet.id));
    openMenu.classList.toggle("on", Boolean(state.open));
    yearMenu.classList.toggle("on", Boolean(state.from || state.to));
    sizeMenu.classList.toggle("on", Boolean(state.min || state.max));
    transpose.setAttribute("aria-pressed", String(state.transposed));
    only.setAttribute("aria-pressed", String(state.only));
    only.disabled = !state.pins.size;
    drawChips();
    drawHints(tested, !found.length);
    drawPager(pages);
    const part = pages > 1 ? `, ${first + 1} to ${Math.min(first + per, found.length)} shown` : "";
    status.textContent = found.length ? `${found.length} of ${all.length} models${part}` : "No model is like that. Take a filter off.";
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
  }

  // Taking away: what is found, with the columns that are shown

  function takeAway(form) {
    const [written, type] = forms[form];
    const file = new Blob([written(chosenModels(), chosenColumns())], { type: `${type};charset=utf-8` });
    const link = make("a", { href: URL.createObjectURL(file), download: `models.${form}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // Start

  tools.hidden = false;
  status.hidden = false;
  document.getElementById("static-pages").replaceChildren(pager);
  read();
  fill();
  draw();
  addEventListener("hashchange", () => { read(); fill(); draw(); });
})();
