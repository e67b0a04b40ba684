// Where the test images lie for A and for B: one map for all networks, so that an image that moved has moved.
const tests = () => [...imagesOf("D_tf"), ...imagesOf("D_tr")];
let chosen = null,
  under = null;

const place = (name, i) => {
  const m = run().methods[name],
    map = state.features ? m.mapFeatures : m.mapLogits;
  return [map[2 * i], map[2 * i + 1]];
};

/** Whether an image is among those that are highlighted. */
function isLit(name, image) {
  const forgotten = data.labels[image] === data.forget,
    named = called(state.seed, name, image);
  switch (state.highlight) {
    case "forget":
      return forgotten;
    case "done":
      return forgotten && named !== data.forget;
    case "left":
      return forgotten && named === data.forget;
    case "over":
      return !forgotten && named !== data.labels[image] && called(state.seed, "original", image) === data.labels[image];
    default:
      return true;
  }
}

function maps() {
  const images = tests(),
    reach = [0, 1].map(axis => {
      const all = data.methods.filter(m => run().methods[m.name]).flatMap(m => images.map((_, i) => place(m.name, i)[axis])),
        low = Math.min(...all),
        high = Math.max(...all);
      return [low - 0.04 * (high - low), high + 0.04 * (high - low)];
    });
  for (const [side, name] of sides()) {
    const other = side === "a" ? state.b : state.a,
      at = images.map((_, i) => place(name, i)),
      marked = under === null ? -1 : images.indexOf(under);
    const line = marked < 0 ? [] : [place(name, marked), place(other, marked)];
    draw(
      `map-${side}`,
      [
        {
          x: at.map(p => p[0]),
          y: at.map(p => p[1]),
          mode: "markers",
          customdata: images,
          showlegend: false,
          selectedpoints: chosen ? images.map((image, i) => (chosen.has(image) ? i : -1)).filter(i => i >= 0) : null,
          unselected: { marker: { opacity: 0.08 } },
          hovertemplate: "%{text}<extra></extra>",
          text: images.map(
            image => `${data.classes[data.labels[image]]}, called ${data.classes[called(state.seed, name, image)]}`,
          ),
          marker: {
            size: 8,
            color: images.map(image => classColours[called(state.seed, name, image) % classColours.length]),
            symbol: images.map(image => (data.labels[image] === data.forget ? "x" : "circle")),
            opacity: images.map(image => (isLit(name, image) ? 0.9 : 0.08)),
          },
        },
        {
          x: line.map(p => p[0]),
          y: line.map(p => p[1]),
          mode: "lines+markers",
          showlegend: false,
          hoverinfo: "skip",
          line: { color: colour("text"), width: 1.5 },
          marker: { size: [14, 6], symbol: ["circle-open", "circle"], color: colour("text") },
        },
      ],
      {
        title: { text: `${side.toUpperCase()}: ${titleOf(name)}`, font: { size: 14 }, x: 0 },
        margin: { l: 10, r: 10, t: 40, b: 10 },
        dragmode: "lasso",
        height: 460,
        uirevision: `${side}${state.features}`,
        xaxis: { range: reach[0], showticklabels: false },
        yaxis: { range: reach[1], showticklabels: false },
        hovermode: "closest",
      },
    ).then(plot => {
      if (!plot.linked) link(plot);
    });
  }
  const lit = sides().map(([side, name]) => `${images.filter(image => isLit(name, image)).length} in ${side.toUpperCase()}`);
  $("map-note").textContent = `Highlighted: ${lit.join(", ")} of ${images.length} images.`;
}

function link(plot) {
  plot.linked = true;
  plot.on("plotly_hover", event => {
    const image = event.points[0].customdata;
    if (image !== undefined && image !== under) {
      under = image;
      details(image);
      maps();
    }
  });
  plot.on("plotly_selected", event =>
    choose(event ? event.points.filter(p => p.curveNumber === 0).map(p => p.customdata) : null),
  );
  plot.on("plotly_deselect", () => choose(null));
}

/** The same images, in both maps, and what they are called. */
function choose(images) {
  chosen = images && images.length ? new Set(images) : null;
  maps();
  const panel = $("selection");
  if (!chosen) return panel.replaceChildren(element("p", {}, "Nothing is selected: draw around images in either map."));
  const names = name => {
    const tally = new Map();
    for (const image of chosen) {
      const k = called(state.seed, name, image);
      tally.set(k, (tally.get(k) ?? 0) + 1);
    }
    return [...tally]
      .sort((x, y) => y[1] - x[1])
      .map(([k, n]) => `${data.classes[k]} ${n}`)
      .join(", ");
  };
  panel.replaceChildren(
    element("p", {}, `${chosen.size} selected. A calls them: ${names(state.a)}. B: ${names(state.b)}.`),
    element("div", { className: "pictures" }, ...[...chosen].slice(0, 60).map(image => picture(image))),
  );
}

/** What A and B say of one image. */
function details(image) {
  const bars = sides().map(([side, name]) => {
    const p = probabilities(state.seed, name, image);
    return element(
      "div",
      { className: "bars" },
      element("h3", {}, `${side.toUpperCase()}: ${titleOf(name)}`),
      ...p.map((q, k) => {
        const bar = element("span", { className: "bar" });
        bar.style.cssText = `width:${(100 * q).toFixed(1)}%;background:${colourOf[side]}`;
        return element(
          "div",
          { className: "row" },
          element("span", { className: "name" }, data.classes[k]),
          element("span", { className: "track" }, bar),
          element("span", { className: "value" }, percent(q)),
        );
      }),
    );
  });
  $("details").replaceChildren(
    element(
      "div",
      {},
      picture(image, 3),
      element("p", {}, `${data.classes[data.labels[image]]}, ${data.parts[starts.findIndex((_, p) => image < starts[p + 1])]}`),
    ),
    ...bars,
  );
}
