// Attack: an answer on D_f, and how sure it is. Was it given by the network that forgot, or by one that never knew?
function pairOf(seed, name) {
  const images = imagesOf("D_f");
  return [images.map(image => statistic(seed, name, image)), images.map(image => statistic(seed, "retrain", image))];
}

/** Rates at every threshold, said to be the unlearned one's if the statistic is at or above; the other way round if that tells more. */
function curve(ours, theirs) {
  const up = auc(ours, theirs) >= 0.5, sign = up ? 1 : -1;
  const cuts = [Infinity, ...[...new Set([...ours, ...theirs].map(x => sign * x))].sort((x, y) => y - x)];
  const rate = (all, cut) => all.reduce((n, x) => n + (sign * x >= cut ? 1 : 0), 0) / all.length;
  return { up, points: cuts.map(cut => ({ cut: sign * cut, tpr: rate(ours, cut), fpr: rate(theirs, cut) })) };
}

function auc(ours, theirs) {
  let sum = 0;
  for (const x of ours) for (const y of theirs) sum += x > y ? 1 : x === y ? 0.5 : 0;
  return sum / (ours.length * theirs.length);
}

const known = new Map();
/** The attack on one network, kept. */
function attackOn(seed, name) {
  const key = `${seed} ${name} ${state.statistic}`;
  if (!known.has(key)) {
    const [ours, theirs] = pairOf(seed, name), { up, points } = curve(ours, theirs), area = auc(ours, theirs);
    const best = points.reduce((x, y) => (y.tpr - y.fpr > x.tpr - x.fpr ? y : x));
    known.set(key, { ours, theirs, up, points, best, auc: Math.max(area, 1 - area), tpr: Math.max(...points.filter(p => p.fpr <= 0.01).map(p => p.tpr)) });
  }
  return known.get(key);
}

/** Of one network, at a threshold that need not be one of its own. */
function ratesAt(attack, threshold) {
  const told = x => (attack.up ? x >= threshold : x <= threshold), rate = all => all.filter(told).length / all.length;
  return { tpr: rate(attack.ours), fpr: rate(attack.theirs), told };
}

const attacked = () => sides().filter(([, name]) => name !== "retrain").map(([side, name]) => [side, name, attackOn(state.seed, name)]);

/** Retrain against the Retrain of another seed, on the same images: what cannot be told. */
function nulls() {
  const images = imagesOf("D_f"), of = seed => images.map(image => statistic(seed, "retrain", image));
  return data.seeds.flatMap((_, s) => data.seeds.slice(s + 1).map((_, t) => curve(of(s), of(s + 1 + t)).points));
}

const tprAt = (points, fpr) => Math.max(0, ...points.filter(p => p.fpr <= fpr + 1e-9).map(p => p.tpr));

function setThreshold() {
  const found = attacked(), all = found.flatMap(([, , attack]) => [...attack.ours, ...attack.theirs]).filter(Number.isFinite);
  const slider = $("threshold"), low = Math.min(...all), high = Math.max(...all);
  Object.assign(slider, { min: low.toFixed(2), max: high.toFixed(2), step: ((high - low) / 400).toFixed(4) });
  const of = side => found.find(([one]) => one === side);
  if (state.strategy === "best-a" && of("a")) state.threshold = of("a")[2].best.cut;
  if (state.strategy === "best-b" && of("b")) state.threshold = of("b")[2].best.cut;
  if (state.strategy === "common") {
    const score = cut => found.reduce((sum, [, , attack]) => { const { tpr, fpr } = ratesAt(attack, cut); return sum + tpr - fpr; }, 0);
    state.threshold = [...new Set(all)].reduce((x, y) => (score(y) > score(x) ? y : x));
  }
  state.threshold = Math.min(high, Math.max(low, state.threshold));
  slider.value = state.threshold;
}

function attack() {
  const found = attacked();
  $("attack-none").hidden = found.length > 0;
  $("attack-views").hidden = found.length === 0;
  if (!found.length) return;
  setThreshold();
  const t = state.threshold, line = { type: "line", x0: t, x1: t, y0: 0, y1: 1, yref: "paper", line: { color: colour("text"), dash: "dash" } };
  const size = state.statistic === "entropy" ? 0.05 : 0.5, binned = (all, sign) => {
    const bins = new Map();
    for (const x of all) { const bin = Math.floor(x / size) * size + size / 2; bins.set(bin, (bins.get(bin) ?? 0) + sign); }
    const at = [...bins.keys()].sort((x, y) => x - y);
    return { x: at, y: at.map(bin => bins.get(bin)) };
  };
  const name = state.statistic === "entropy" ? "entropy of the answer (nats)" : "how sure the answer is (log-odds)";
  draw("butterfly", [
    ...found.map(([side, method, one]) => ({ type: "bar", ...binned(one.ours, 1), width: size, name: `${side.toUpperCase()}: ${titleOf(method)}`, marker: { color: colourOf[side] }, opacity: 0.6 })),
    { type: "bar", ...binned(found[0][2].theirs, -1), width: size, name: "Retrain (below)", marker: { color: "#888" } },
  ], { barmode: "overlay", shapes: [line], xaxis: { title: { text: name } }, yaxis: { title: { text: "answers on D_f" } } });
  roc(found);
  draw("rates", found.flatMap(([side, , one]) => {
    const points = one.points.filter(p => Number.isFinite(p.cut)), x = points.map(p => p.cut);
    return [["score", p => p.tpr - p.fpr, "solid"], ["FPR", p => p.fpr, "dot"], ["FNR", p => 1 - p.tpr, "dash"]].map(([what, of, dash]) => ({ x, y: points.map(of), name: `${side.toUpperCase()}, ${what}`, line: { color: colourOf[side], dash } }));
  }), { shapes: [line], xaxis: { title: { text: name } }, yaxis: { title: { text: "rate" }, range: [-0.05, 1.05] } });
  $("attack-text").replaceChildren(...found.map(([side, method, one]) => {
    const { tpr, fpr } = ratesAt(one, t);
    return element("p", {}, `${side.toUpperCase()}, ${titleOf(method)}: at ${t.toFixed(2)} the attack tells ${percent(tpr)} and accuses ${percent(fpr)} of Retrain's in error (score ${(tpr - fpr).toFixed(3)}). `
      + `At its best threshold, ${one.best.cut.toFixed(2)}: score ${(one.best.tpr - one.best.fpr).toFixed(3)}, so privacy ${(1 - one.best.tpr + one.best.fpr).toFixed(3)}. AUC ${one.auc.toFixed(3)}; ${percent(one.tpr)} told at 1 % accused.`);
  }));
  galleries(found);
}

function roc(found) {
  const shares = Array.from({ length: 101 }, (_, i) => i / 100), chance = nulls(), lines = [];
  const band = (curves, fill, label) => {
    const at = shares.map(share => curves.map(points => tprAt(points, share)));
    lines.push({ x: shares, y: at.map(v => Math.min(...v)), line: { width: 0 }, showlegend: false, hoverinfo: "skip", mode: "lines" },
      { x: shares, y: at.map(v => Math.max(...v)), fill: "tonexty", fillcolor: fill, line: { width: 0 }, name: label, mode: "lines", hoverinfo: "skip" });
  };
  if (chance.length) band(chance, "rgba(128,128,128,0.3)", "Retrain against Retrain");
  for (const [side, name, one] of found) {
    const curves = data.seeds.map((seed, s) => (seed.methods[name] ? attackOn(s, name).points : null)).filter(Boolean);
    if (curves.length > 1) band(curves, side === "a" ? "rgba(27,138,90,0.18)" : "rgba(142,91,208,0.18)", `${side.toUpperCase()}, ${curves.length} seeds`);
    const now = ratesAt(one, state.threshold);
    lines.push({ x: one.points.map(p => p.fpr), y: one.points.map(p => p.tpr), name: `${side.toUpperCase()}: AUC ${one.auc.toFixed(3)}`, line: { color: colourOf[side], shape: "hv" }, mode: "lines" },
      { x: [now.fpr], y: [now.tpr], marker: { size: 12, color: colourOf[side], line: { width: 2, color: colour("text") } }, mode: "markers", name: "at the threshold", showlegend: false });
  }
  draw("roc", [{ x: [0, 1], y: [0, 1], line: { color: colour("line"), dash: "dot" }, mode: "lines", showlegend: false, hoverinfo: "skip" }, ...lines], { height: 400, xaxis: { title: { text: "accused in error (FPR)" }, range: [-0.02, 1.02] }, yaxis: { title: { text: "told (TPR)" }, range: [-0.02, 1.02] } });
}

function galleries(found) {
  const images = imagesOf("D_f");
  $("galleries").replaceChildren(...found.flatMap(([side, name, one]) => {
    const { told } = ratesAt(one, state.threshold), hits = images.filter((_, i) => told(one.ours[i])), misses = images.filter((_, i) => !told(one.ours[i]));
    return [["told", hits], ["missed", misses]].map(([what, all]) => element("div", {}, element("h4", {}, `${side.toUpperCase()}, ${titleOf(name)}: ${what}, ${percent(all.length / images.length)}`), element("div", { className: "pictures" }, ...all.slice(0, 40).map(image => picture(image)))));
  }));
}
