(async () => {
  const figure = FIGURE;
  LOADER
  const plotly = window.Plotly ?? await window.lethePlotly;
  for (const place of plotly ? document.querySelectorAll('.NAME:not(.live)') : []) {
    const { data, layout, config } = structuredClone(figure);
    const still = [...place.childNodes];
    place.classList.add('live');
    place.style.height = layout.height + 'px';
    place.replaceChildren();
    try {
      await plotly.newPlot(place, data, layout, config);
    } catch {
      place.style.height = '';
      place.replaceChildren(...still);
    }
  }
})();
