// Contrast: what A and B do class by class, layer by layer and epoch by epoch.
const counts = name => {
  const m = run().methods[name];
  return state.tests ? m.test : m.train;
};
const share = (matrix, k) => {
  const all = matrix[k].reduce((x, y) => x + y, 0);
  return all ? (100 * matrix[k][k]) / all : null;
};
const sides = () => [
  ["a", state.a],
  ["b", state.b],
];

function gaps() {
  const values = data.classes.map((_, k) => {
    const [a, b] = [share(counts(state.a), k), share(counts(state.b), k)];
    return a === null || b === null ? null : a - b;
  });
  draw(
    "gaps",
    [
      {
        type: "bar",
        x: data.classes,
        y: values,
        marker: {
          color: values.map(v => (v >= 0 ? colourOf.a : colourOf.b)),
          pattern: { shape: data.classes.map((_, k) => (k === data.forget ? "/" : "")) },
        },
        hovertemplate: "%{x}: %{y:.1f} points<extra></extra>",
      },
    ],
    { yaxis: { title: { text: "accuracy, A less B (points)" } }, height: 300 },
  );
}

function matrices() {
  for (const [side, name] of sides()) {
    const matrix = counts(name),
      rows = matrix.map(row => {
        const all = row.reduce((x, y) => x + y, 0);
        return row.map(n => (all ? (100 * n) / all : null));
      });
    draw(
      `matrix-${side}`,
      [
        {
          type: "heatmap",
          z: rows,
          x: data.classes,
          y: data.classes,
          zmin: 0,
          zmax: 100,
          colorscale: [
            [0, `${colourOf[side]}00`],
            [1, colourOf[side]],
          ],
          showscale: false,
          customdata: matrix,
          hovertemplate: "%{y} called %{x}: %{customdata} (%{z:.1f} %)<extra></extra>",
        },
      ],
      {
        title: { text: `${side.toUpperCase()}: ${titleOf(name)}`, font: { size: 14 } },
        height: 400,
        xaxis: { title: { text: "called" }, tickangle: -40 },
        yaxis: { title: { text: "is" }, autorange: "reversed" },
      },
    );
  }
}

function layers() {
  const to = $("layers-to").value === "retrain" ? 2 : 0;
  draw(
    "layers",
    sides().flatMap(([side, name]) =>
      [
        ["forgotten class", 0, "dash"],
        ["other classes", 1, "solid"],
      ].map(([what, more, dash]) => ({
        x: data.stages,
        y: run().methods[name].similarity.map(row => row[to + more]),
        name: `${side.toUpperCase()}, ${what}`,
        line: { color: colourOf[side], dash },
        mode: "lines+markers",
      })),
    ),
    { yaxis: { title: { text: `CKA with ${to ? "Retrain" : "Original"}` }, range: [0, 1.05] } },
  );
}

function confidences() {
  const part = $("confidence-part").value,
    images = imagesOf(part);
  draw(
    "confidences",
    sides().map(([side, name]) => ({
      type: "histogram",
      x: images.map(image => Math.max(...probabilities(state.seed, name, image))),
      xbins: { start: 0, end: 1.0001, size: 0.05 },
      name: `${side.toUpperCase()}: ${titleOf(name)}`,
      marker: { color: colourOf[side] },
      opacity: 0.6,
    })),
    {
      barmode: "overlay",
      xaxis: { title: { text: `probability of the class that is named, on ${part}` }, range: [0, 1] },
      yaxis: { title: { text: "images" } },
    },
  );
}

function traces() {
  const dashes = ["solid", "dot", "dash", "dashdot"];
  draw(
    "traces",
    sides().flatMap(([side, name]) => {
      const trace = run().methods[name].trace;
      return trace
        ? data.parts.map((part, p) => ({
            x: trace.map(row => row[0]),
            y: trace.map(row => row[1 + p]),
            name: `${side.toUpperCase()}, ${part}`,
            mode: "lines+markers",
            line: { color: colourOf[side], dash: dashes[p] },
          }))
        : [];
    }),
    { xaxis: { title: { text: "epoch (0: Original)" }, dtick: 1 }, yaxis: { title: { text: "accuracy (%)" }, range: [-2, 102] } },
  );
  const without = sides()
    .filter(([, name]) => !run().methods[name].trace)
    .map(([side, name]) => `${side.toUpperCase()} (${titleOf(name)})`);
  $("traces-note").textContent = without.length ? `No epochs to follow: ${without.join(", ")}.` : "";
}
