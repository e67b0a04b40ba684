// The views of the attack: answers by how sure they are, ROC, rates by threshold, and what it tells and misses.
function sentence(name, attack, t) {
  const { tpr, fpr } = ratesAt(attack, t),
    best = attack.best,
    score = best.tpr - best.fpr;
  return [
    `${name}: at ${t.toFixed(2)} the attack tells ${percent(tpr)} and accuses ${percent(fpr)} of Retrain's in error`,
    `(score ${(tpr - fpr).toFixed(3)}). At its best threshold, ${best.cut.toFixed(2)}: score ${score.toFixed(3)},`,
    `so privacy ${(1 - score).toFixed(3)}. AUC ${attack.auc.toFixed(3)}; ${percent(attack.tpr)} told at 1 % accused.`,
  ].join(" ");
}

function attack() {
  const found = attacked();
  $("attack-none").hidden = found.length > 0;
  $("attack-views").hidden = found.length === 0;
  if (!found.length) return;
  setThreshold();
  const t = state.threshold,
    line = { type: "line", x0: t, x1: t, y0: 0, y1: 1, yref: "paper", line: { color: colour("text"), dash: "dash" } };
  const size = state.statistic === "entropy" ? 0.05 : 0.5,
    binned = (all, sign) => {
      const bins = new Map();
      for (const x of all) {
        const bin = Math.floor(x / size) * size + size / 2;
        bins.set(bin, (bins.get(bin) ?? 0) + sign);
      }
      const at = [...bins.keys()].sort((x, y) => x - y);
      return { x: at, y: at.map(bin => bins.get(bin)) };
    };
  const name = state.statistic === "entropy" ? "entropy of the answer (nats)" : "how sure the answer is (log-odds)";
  draw(
    "butterfly",
    [
      ...found.map(([side, method, one]) => ({
        type: "bar",
        ...binned(one.ours, 1),
        width: size,
        name: `${side.toUpperCase()}: ${titleOf(method)}`,
        marker: { color: colourOf[side] },
        opacity: 0.6,
      })),
      { type: "bar", ...binned(found[0][2].theirs, -1), width: size, name: "Retrain (below)", marker: { color: "#888" } },
    ],
    { barmode: "overlay", shapes: [line], xaxis: { title: { text: name } }, yaxis: { title: { text: "answers on D_f" } } },
  );
  roc(found);
  draw(
    "rates",
    found.flatMap(([side, , one]) => {
      const points = one.points.filter(p => Number.isFinite(p.cut)),
        x = points.map(p => p.cut);
      return [
        ["score", p => p.tpr - p.fpr, "solid"],
        ["FPR", p => p.fpr, "dot"],
        ["FNR", p => 1 - p.tpr, "dash"],
      ].map(([what, of, dash]) => ({
        x,
        y: points.map(of),
        name: `${side.toUpperCase()}, ${what}`,
        line: { color: colourOf[side], dash },
      }));
    }),
    { shapes: [line], xaxis: { title: { text: name } }, yaxis: { title: { text: "rate" }, range: [-0.05, 1.05] } },
  );
  $("attack-text").replaceChildren(
    ...found.map(([side, method, one]) => {
      return element("p", {}, sentence(`${side.toUpperCase()}, ${titleOf(method)}`, one, t));
    }),
  );
  galleries(found);
}

function roc(found) {
  const shares = Array.from({ length: 101 }, (_, i) => i / 100),
    chance = nulls(),
    lines = [];
  const band = (curves, fill, label) => {
    const at = shares.map(share => curves.map(points => tprAt(points, share)));
    lines.push(
      { x: shares, y: at.map(v => Math.min(...v)), line: { width: 0 }, showlegend: false, hoverinfo: "skip", mode: "lines" },
      {
        x: shares,
        y: at.map(v => Math.max(...v)),
        fill: "tonexty",
        fillcolor: fill,
        line: { width: 0 },
        name: label,
        mode: "lines",
        hoverinfo: "skip",
      },
    );
  };
  if (chance.length) band(chance, "rgba(128,128,128,0.3)", "Retrain against Retrain");
  for (const [side, name, one] of found) {
    const curves = data.seeds.map((seed, s) => (seed.methods[name] ? attackOn(s, name).points : null)).filter(Boolean);
    if (curves.length > 1)
      band(
        curves,
        side === "a" ? "rgba(27,138,90,0.18)" : "rgba(142,91,208,0.18)",
        `${side.toUpperCase()}, ${curves.length} seeds`,
      );
    const now = ratesAt(one, state.threshold);
    lines.push(
      {
        x: one.points.map(p => p.fpr),
        y: one.points.map(p => p.tpr),
        name: `${side.toUpperCase()}: AUC ${one.auc.toFixed(3)}`,
        line: { color: colourOf[side], shape: "hv" },
        mode: "lines",
      },
      {
        x: [now.fpr],
        y: [now.tpr],
        marker: { size: 12, color: colourOf[side], line: { width: 2, color: colour("text") } },
        mode: "markers",
        name: "at the threshold",
        showlegend: false,
      },
    );
  }
  draw(
    "roc",
    [
      { x: [0, 1], y: [0, 1], line: { color: colour("line"), dash: "dot" }, mode: "lines", showlegend: false, hoverinfo: "skip" },
      ...lines,
    ],
    {
      height: 400,
      xaxis: { title: { text: "accused in error (FPR)" }, range: [-0.02, 1.02] },
      yaxis: { title: { text: "told (TPR)" }, range: [-0.02, 1.02] },
    },
  );
}

function galleries(found) {
  const images = imagesOf("D_f");
  $("galleries").replaceChildren(
    ...found.flatMap(([side, name, one]) => {
      const { told } = ratesAt(one, state.threshold),
        hits = images.filter((_, i) => told(one.ours[i])),
        misses = images.filter((_, i) => !told(one.ours[i]));
      return [
        ["told", hits],
        ["missed", misses],
      ].map(([what, all]) =>
        element(
          "div",
          {},
          element("h3", {}, `${side.toUpperCase()}, ${titleOf(name)}: ${what}, ${percent(all.length / images.length)}`),
          element("div", { className: "pictures" }, ...all.slice(0, 40).map(image => picture(image))),
        ),
      );
    }),
  );
}
