// Build and screen: how to run a grid, and the table from which two networks are chosen.
const columns = [
  ["D_f", "D_f ↓", "accuracy on the forgotten training images, in percent; wanted: Retrain's"],
  ["D_tf", "D_tf ↓", "accuracy on test images of the forgotten class, in percent; wanted: Retrain's"],
  ["D_r", "D_r ↑", "accuracy on the kept training images, in percent"],
  ["D_tr", "D_tr ↑", "accuracy on test images of the other classes, in percent"],
  ["seconds", "seconds", "of one run of the method, without measuring"],
  ["similarity", "CKA", "likeness of the features before the head to Original's, on images of the other classes; 1 is the same"],
  [
    "auc",
    "attack AUC",
    "an attack that sees how sure an answer on D_f is tells this network from Retrain: 0.5 cannot, 1 always can; reads D_f and Retrain",
  ],
  ["tpr", "TPR at 1 %", "share of answers on D_f that it tells while it accuses one in a hundred of Retrain's"],
];
let sorting = { column: null, down: false };

/** Of a method: the mean over the seeds that have it. */
function valueOf(name, column) {
  const found = data.seeds
    .map((seed, s) => {
      if (!seed.methods[name]) return null;
      if (column === "auc" || column === "tpr") return name === "retrain" ? null : attackOn(s, name)[column];
      return seed.methods[name].metrics[column] ?? null;
    })
    .filter(value => value !== null && Number.isFinite(value));
  return found.length ? found.reduce((x, y) => x + y) / found.length : null;
}

function screen() {
  const filter = $("filter").value.toLowerCase();
  const rows = data.methods
    .filter(method => method.title.toLowerCase().includes(filter))
    .map(method => ({ ...method, values: Object.fromEntries(columns.map(([key]) => [key, valueOf(method.name, key)])) }));
  if (sorting.column)
    rows.sort(
      (x, y) => ((x.values[sorting.column] ?? Infinity) - (y.values[sorting.column] ?? Infinity)) * (sorting.down ? -1 : 1),
    );
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, "A"),
    element("th", { scope: "col" }, "B"),
    element("th", { scope: "col" }, "Method"),
    ...columns.map(([key, name, about]) => {
      const mark = sorting.column === key ? (sorting.down ? " ▼" : " ▲") : "";
      const button = element("button", { type: "button", title: about, onclick: () => sort(key) }, name + mark);
      return element(
        "th",
        {
          scope: "col",
          className: "number",
          ariaSort: sorting.column === key ? (sorting.down ? "descending" : "ascending") : "none",
        },
        button,
      );
    }),
  );
  $("screen").replaceChildren(
    element("thead", {}, head),
    element(
      "tbody",
      {},
      ...rows.map(row =>
        element(
          "tr",
          {},
          choice(row, "a"),
          choice(row, "b"),
          element("th", { scope: "row", title: row.settings }, row.title),
          ...columns.map(([key]) => cell(row, key)),
        ),
      ),
    ),
  );
}

/** Three states: up, down, as it was. */
function sort(column) {
  sorting =
    sorting.column !== column ? { column, down: false } : sorting.down ? { column: null, down: false } : { column, down: true };
  screen();
}

function choice(row, side) {
  const input = element("input", {
    type: "radio",
    name: side,
    checked: state[side] === row.name,
    onchange: () => {
      state[side] = row.name;
      show();
    },
  });
  input.setAttribute("aria-label", `${row.title} as ${side.toUpperCase()}`);
  return element("td", { className: side }, input);
}

// Coloured by the distance to Retrain, not by size: nearer is not more.
function cell(row, key) {
  const value = row.values[key],
    goal = valueOf("retrain", key),
    td = element("td", { className: "number" });
  if (value === null) return element("td", { className: "number" }, "–");
  td.textContent = key === "seconds" ? Number(value.toPrecision(2)) : key.startsWith("D_") ? value.toFixed(1) : value.toFixed(3);
  if (key.startsWith("D_") && goal !== null) {
    const far = Math.min(1, Math.abs(value - goal) / (key.endsWith("f") ? 100 : 20));
    td.style.background = `rgba(200, 80, 40, ${(0.45 * far).toFixed(3)})`;
    td.title = `${Math.abs(value - goal).toFixed(1)} points from Retrain`;
  }
  return td;
}

/** A cell of a notebook that runs a grid: the page has no computer behind it. */
function grid() {
  const method = data.methods.find(one => one.name === $("grid-method").value),
    values = $("grid-values")
      .value.split(/[,\s]+/)
      .filter(Boolean);
  if (grid.last !== method.name) {
    grid.last = method.name;
    $("grid-setting").replaceChildren(...method.knobs.map(knob => element("option", { value: knob }, knob)));
  }
  const setting = $("grid-setting").value;
  $("grid").textContent =
    `IUnlearningMethod[] grid = [.. new[] { ${values.join(", ") || "…"} }.Select(value => new ${method.type} { ${setting} = value })];`;
}
