// Draws a chart where its still picture stands, and again when the page turns dark or narrow: letters and lines in the page's own grey; on a
// narrow page the legend above or below, panels one under the other, long titles broken.
function drawChart(place, figure) {
  const [narrow, dark] = [matchMedia('(max-width: 40rem)'), matchMedia('(prefers-color-scheme: dark)')];

  function inPageColours(part) {
    // The grey of the kit's letters lies between the pages; each page has one that reads better.
    const grey = getComputedStyle(document.documentElement).getPropertyValue('--chart').trim();
    return JSON.parse(JSON.stringify(part).replaceAll('"#777777"', JSON.stringify(grey)));
  }

  function broken(text, length) {
    const lines = [''];
    for (const word of text.replaceAll('<br>', ' ').split(' ')) {
      if ((lines.at(-1) + word).length > length) lines.push('');
      lines.push((lines.pop() + ' ' + word).trim());
    }
    return lines;
  }

  function breakTitle(layout) {
    if (!layout.title?.text) return;
    const lines = broken(layout.title.text, 38);
    Object.assign(layout.title, { text: lines.join('<br>'), x: 0, xref: 'container', xanchor: 'left' }); // long names of rows do not push it out
    const top = 26 + 22 * lines.length;
    layout.height += top - layout.margin.t;
    layout.margin.t = top;
  }

  function fitAcross(layout) {
    for (const axis of Object.keys(layout).filter(name => name.startsWith('xaxis')).map(name => layout[name])) {
      if (axis.ticktext?.join(' ').length > 30) axis.tickangle = 90; // else what does not fit is left out
      if (axis.title?.text) axis.title.text = broken(axis.title.text, 36).join('<br>');
    }
    for (const axis of Object.keys(layout).filter(name => name.startsWith('yaxis')).map(name => layout[name])) {
      if (!axis.ticktext?.some(text => text.length > 14)) continue;
      axis.ticktext = axis.ticktext.map(text => broken(text, 14).join('<br>')); // the plot needs the room more
      layout.height = Math.max(layout.height, 170 + 36 * axis.ticktext.length);
    }
    if (layout.images?.length && layout.xaxis?.visible === false) {
      // Captions below pictures do not shrink: the grid keeps its size, and its frame scrolls.
      const cell = (layout.height - layout.margin.t - layout.margin.b) / layout.yaxis.range[0];
      layout.width = Math.max(place.clientWidth, Math.ceil(20 + cell * layout.xaxis.range[1]));
    }
  }

  function stackPanels(layout) {
    const panels = Object.keys(layout).filter(name => /^xaxis\d*$/.test(name) && layout[name].domain && layout['y' + name.slice(1)]?.domain)
      .map(name => ({ x: layout[name], y: layout['y' + name.slice(1)] }));
    const rows = new Set(panels.map(panel => panel.y.domain[0])).size;
    if (panels.length === rows) return;
    const [notes, gap] = [(layout.annotations ?? []).filter(note => note.xref === 'paper' && note.yref === 'paper'), 0.35 / panels.length];
    const owners = notes.map(note => panels.findIndex(({ x, y }) => Math.abs(note.x - (x.domain[0] + x.domain[1]) / 2) < 0.01 && Math.abs(note.y - y.domain[1]) < 0.01));
    const size = (1 - gap * (panels.length - 1)) / panels.length;
    panels.forEach(({ x, y }, i) => {
      const bottom = (panels.length - 1 - i) * (size + gap);
      [x.domain, y.domain] = [[0, 1], [bottom, bottom + size]];
    });
    notes.forEach((note, i) => {
      if (owners[i] >= 0) [note.x, note.y] = [0.5, panels[owners[i]].y.domain[1]];
    });
    layout.height = 80 + panels.length * 300;
  }

  function fitted() {
    const { data, config, ...rest } = structuredClone(figure);
    const layout = inPageColours(rest.layout);
    Object.assign(layout, { margin: { t: 48, ...layout.margin }, height: layout.height ?? 450 });
    if (narrow.matches) {
      delete layout.width;
      layout.dragmode = false; // a finger on a chart scrolls the page
      layout.margin = { ...layout.margin, l: Math.min(layout.margin.l ?? 60, 44), r: 8 };
      // A slider stands where a legend below would: there it goes between title and plot.
      layout.legend = { ...layout.legend, orientation: 'h', x: 0, xref: 'container', xanchor: 'left', ...(layout.sliders ? { xref: 'paper', yref: 'paper', y: 1, yanchor: 'bottom' } : { yref: 'container', y: 0, yanchor: 'bottom' }) };
      for (const slider of layout.sliders ?? []) Object.assign(slider, { x: 0.06, len: 0.88 }); // room for half a name at either end
      fitAcross(layout);
      breakTitle(layout);
      if (layout.sliders && layout.showlegend !== false) [layout.margin.t, layout.height] = [layout.margin.t + 26, layout.height + 26];
      stackPanels(layout);
    }
    layout.width ??= place.clientWidth;
    const buttons = narrow.matches ? { displayModeBar: false } : {}; // they would stand on the title
    return { data, layout, config: { displaylogo: false, ...config, ...buttons, responsive: false } }; // this script knows better when
  }

  async function draw() {
    const active = place.layout?.sliders?.[0].active ?? 0;
    const { data, layout, config } = fitted();
    if (!place.data) place.replaceChildren();
    await Plotly.react(place, data, layout, config);
    const legend = narrow.matches && place.querySelector('.legend');
    if (legend) await Plotly.relayout(place, { height: layout.height + legend.getBBox().height }); // what the legend takes, the plot is given
    if (active > 0) await show(active);
    frame(); // a grid of pictures may be wider than its place
  }

  function show(state) {
    const [restyle, relayout] = place.layout.sliders[0].steps[state].args;
    return Plotly.update(place, restyle, { ...relayout, 'sliders[0].active': state });
  }

  // plotly.js listens to the mouse only.
  place.addEventListener('keydown', event => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !figure.layout.sliders) return;
    event.preventDefault();
    then(() => {
      const { active = 0, steps } = place.layout.sliders[0];
      return show(Math.min(Math.max(active + step, 0), steps.length - 1));
    });
  });
  // One after the other: plotly.js does not like to be asked while it draws. What it cannot draw stays a still picture.
  const still = [...place.childNodes];
  let drawn = draw().catch(error => {
    place.replaceChildren(...still);
    throw error;
  });
  const then = next => drawn = drawn.then(next);
  for (const change of [narrow, dark]) change.addEventListener('change', () => then(draw));
  new ResizeObserver(() => then(() => {
    const width = fitted().layout.width;
    return width > 0 && width !== place.layout.width && Plotly.relayout(place, { width }).then(frame); // none: the page is not shown
  })).observe(place);
}
for (const data of window.Plotly ? document.querySelectorAll('script.figure') : []) { // without it the still pictures stay
  const [place, folded] = [data.previousElementSibling, data.closest('details:not([open])')];
  const draw = () => drawChart(place, JSON.parse(data.textContent));
  if (folded) folded.addEventListener('toggle', draw, { once: true }); // what is not shown has no width
  else draw();
}
