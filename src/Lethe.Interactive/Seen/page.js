// Ties the views to the controls, and draws them when something was chosen.
const views = [gaps, matrices, layers, confidences, traces, maps, attack];

function show() {
  for (const side of ["a", "b"]) if (!run().methods[state[side]]) state[side] = side === "a" ? "retrain" : "original";
  $("pair").textContent = `A: ${titleOf(state.a)}. B: ${titleOf(state.b)}. Seed ${run().seed}.`;
  screen();
  views.forEach(view => view());
  choose(chosen ? [...chosen] : null);
  details(under ?? imagesOf("D_tf")[0]);
}

const option = (value, text) => element("option", { value }, text);
$("seed").replaceChildren(...data.seeds.map((seed, s) => option(s, `seed ${seed.seed}`)));
$("grid-method").replaceChildren(
  ...data.methods.filter(method => method.knobs.length).map(method => option(method.name, method.title)),
);
state.b = data.methods.some(method => method.name === "lau") ? "lau" : "original";
$("seed").onchange = event => {
  state.seed = Number(event.target.value);
  show();
};
$("tests").onchange = event => {
  state.tests = event.target.value === "test";
  gaps();
  matrices();
};
$("layers-to").onchange = layers;
$("confidence-part").onchange = confidences;
$("space").onchange = event => {
  state.features = event.target.value === "features";
  maps();
};
$("highlight").onchange = event => {
  state.highlight = event.target.value;
  maps();
};
$("clear").onclick = () => choose(null);
$("statistic").onchange = event => {
  state.statistic = event.target.value;
  screen();
  attack();
};
$("strategy").onchange = event => {
  state.strategy = event.target.value;
  attack();
};
$("threshold").oninput = event => {
  state.strategy = $("strategy").value = "custom";
  state.threshold = Number(event.target.value);
  attack();
};
$("filter").oninput = screen;
for (const id of ["grid-method", "grid-setting", "grid-values"]) $(id).oninput = grid;
$("copy").onclick = () => navigator.clipboard?.writeText($("grid").textContent);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
grid();
show();
document.body.dataset.ready = "true";
