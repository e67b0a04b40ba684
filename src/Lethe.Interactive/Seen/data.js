"use strict";
// What the page shows comes from one block of JSON; everything else is computed here from the answers of the networks.
const data = JSON.parse(document.getElementById("data").textContent);
const state = {
  a: "retrain",
  b: "lau",
  seed: 0,
  tests: true,
  features: false,
  highlight: "all",
  statistic: "confidence",
  strategy: "custom",
  threshold: 0,
};
const $ = id => document.getElementById(id);
const run = () => data.seeds[state.seed];
const titleOf = name => data.methods.find(method => method.name === name).title;
const colourOf = { a: "#1b8a5a", b: "#8e5bd0" };
const classColours = [
  "#4e79a7",
  "#f28e2b",
  "#e15759",
  "#76b7b2",
  "#59a14f",
  "#edc948",
  "#b07aa1",
  "#ff9da7",
  "#9c755f",
  "#7f7f7f",
];

/** Numbers of half precision, little endian, base64. */
function halves(text) {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0)),
    out = new Float32Array(bytes.length / 2);
  for (let i = 0; i < out.length; i++) {
    const h = bytes[2 * i] | (bytes[2 * i + 1] << 8),
      e = (h >> 10) & 31,
      f = h & 1023,
      sign = h >> 15 ? -1 : 1;
    out[i] = sign * (e === 31 ? (f ? NaN : Infinity) : e ? 2 ** (e - 15) * (1 + f / 1024) : 2 ** -14 * (f / 1024));
  }
  return out;
}

for (const seed of data.seeds) {
  for (const method of Object.values(seed.methods)) {
    for (const key of ["logits", "mapLogits", "mapFeatures"]) method[key] = halves(method[key]);
  }
}

const classes = data.classes.length;
const starts = data.sizes.reduce((all, size) => [...all, all[all.length - 1] + size], [0]);
/** Numbers of the images of a part: D_f, D_tf, D_r, D_tr. */
const imagesOf = part => {
  const p = data.parts.indexOf(part);
  return Array.from({ length: data.sizes[p] }, (_, i) => starts[p] + i);
};
const rowOf = (seed, name, image) => data.seeds[seed].methods[name].logits.subarray(image * classes, (image + 1) * classes);

function probabilities(seed, name, image) {
  const row = rowOf(seed, name, image),
    top = Math.max(...row),
    powers = Array.from(row, z => Math.exp(z - top)),
    sum = powers.reduce((x, y) => x + y);
  return powers.map(power => power / sum);
}

const called = (seed, name, image) => {
  const row = rowOf(seed, name, image);
  return row.indexOf(Math.max(...row));
};

/** What an attack sees of an answer: the log-odds of the class that is named, or the entropy in nats. */
function statistic(seed, name, image) {
  const p = probabilities(seed, name, image),
    top = Math.max(...p);
  return state.statistic === "entropy"
    ? -p.reduce((sum, q) => sum + (q > 0 ? q * Math.log(q) : 0), 0)
    : Math.log(top) - Math.log(Math.max(1 - top, 1e-7));
}

const percent = x => `${(100 * x).toFixed(1)} %`;
const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) key in made ? (made[key] = value) : made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/** One of the images, cut out of the sheet. */
function picture(image, scale = 1) {
  const made = element("button", { className: "picture", type: "button", title: data.classes[data.labels[image]] });
  made.dataset.image = image;
  made.setAttribute("aria-label", `image ${image}, ${data.classes[data.labels[image]]}`);
  if (data.sheet) {
    const { side, columns, uri } = data.sheet,
      width = side * scale;
    made.style.cssText =
      `width:${width}px;height:${width}px;background-image:url(${uri});background-size:${columns * width}px auto;` +
      `background-position:${-(image % columns) * width}px ${-Math.floor(image / columns) * width}px`;
  } else made.textContent = image;
  made.onclick = () => details(image);
  return made;
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Draws a chart in the page's colours. */
function draw(id, traces, layout = {}) {
  const axis = { gridcolor: colour("line"), zerolinecolor: colour("line"), automargin: true };
  const both = { ...layout, xaxis: { ...axis, ...layout.xaxis }, yaxis: { ...axis, ...layout.yaxis } };
  return Plotly.react(
    $(id),
    traces,
    {
      margin: { l: 50, r: 10, t: 30, b: 45 },
      height: 320,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: "system-ui, sans-serif", size: 13, color: colour("text") },
      legend: { orientation: "h", y: 1.15 },
      ...both,
    },
    { responsive: true, displaylogo: false, displayModeBar: layout.dragmode ? true : false },
  );
}
