// Attack: an answer on D_f, and how sure it is. Was it given by the network that forgot, or by one that never knew?
function pairOf(seed, name) {
  const images = imagesOf("D_f");
  return [images.map(image => statistic(seed, name, image)), images.map(image => statistic(seed, "retrain", image))];
}

/** Rates at every threshold, said to be the unlearned one's if the statistic is at or above; the other way round if that tells more. */
function curve(ours, theirs) {
  const up = auc(ours, theirs) >= 0.5,
    sign = up ? 1 : -1;
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
    const [ours, theirs] = pairOf(seed, name),
      { up, points } = curve(ours, theirs),
      area = auc(ours, theirs);
    const best = points.reduce((x, y) => (y.tpr - y.fpr > x.tpr - x.fpr ? y : x));
    known.set(key, {
      ours,
      theirs,
      up,
      points,
      best,
      auc: Math.max(area, 1 - area),
      tpr: Math.max(...points.filter(p => p.fpr <= 0.01).map(p => p.tpr)),
    });
  }
  return known.get(key);
}

/** Of one network, at a threshold that need not be one of its own. */
function ratesAt(attack, threshold) {
  const told = x => (attack.up ? x >= threshold : x <= threshold),
    rate = all => all.filter(told).length / all.length;
  return { tpr: rate(attack.ours), fpr: rate(attack.theirs), told };
}

const attacked = () =>
  sides()
    .filter(([, name]) => name !== "retrain")
    .map(([side, name]) => [side, name, attackOn(state.seed, name)]);

/** Retrain against the Retrain of another seed, on the same images: what cannot be told. */
function nulls() {
  const images = imagesOf("D_f"),
    of = seed => images.map(image => statistic(seed, "retrain", image));
  return data.seeds.flatMap((_, s) => data.seeds.slice(s + 1).map((_, t) => curve(of(s), of(s + 1 + t)).points));
}

const tprAt = (points, fpr) => Math.max(0, ...points.filter(p => p.fpr <= fpr + 1e-9).map(p => p.tpr));

function setThreshold() {
  const found = attacked(),
    all = found.flatMap(([, , attack]) => [...attack.ours, ...attack.theirs]).filter(Number.isFinite);
  const slider = $("threshold"),
    low = Math.min(...all),
    high = Math.max(...all);
  Object.assign(slider, { min: low.toFixed(2), max: high.toFixed(2), step: ((high - low) / 400).toFixed(4) });
  const of = side => found.find(([one]) => one === side);
  if (state.strategy === "best-a" && of("a")) state.threshold = of("a")[2].best.cut;
  if (state.strategy === "best-b" && of("b")) state.threshold = of("b")[2].best.cut;
  if (state.strategy === "common") {
    const score = cut =>
      found.reduce((sum, [, , attack]) => {
        const { tpr, fpr } = ratesAt(attack, cut);
        return sum + tpr - fpr;
      }, 0);
    state.threshold = [...new Set(all)].reduce((x, y) => (score(y) > score(x) ? y : x));
  }
  state.threshold = Math.min(high, Math.max(low, state.threshold));
  slider.value = state.threshold;
}
