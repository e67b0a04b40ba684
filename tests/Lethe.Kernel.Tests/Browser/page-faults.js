// What a reader of a page would stumble over: a line each.
() => {
  const faults = [];
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const known = new Map();
  function colour(css) {
    if (!known.has(css)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(css, [r, g, b, a / 255]);
    }
    return known.get(css);
  }
  const over = (top, below, alpha = top[3]) => [0, 1, 2].map(i => top[i] * alpha + below[i] * (1 - alpha)).concat(1);
  function luminance(rgb) {
    const [r, g, b] = rgb.map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  // What is behind an element, and its chain of styles.
  function ground(element) {
    const chain = [];
    for (let at = element; at; at = at.parentElement) chain.unshift(getComputedStyle(at));
    return [chain.reduce((below, style) => over(colour(style.backgroundColor), below), colour(getComputedStyle(document.body).backgroundColor)), chain];
  }
  function contrast(a, b) {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  }

  // Text against what is behind it. Numbers within marks of a chart are plotly's to choose.
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let read = 0;
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !element.checkVisibility() || element.closest('script, style, noscript, .katex-mathml, .modebar, .skip, .trace, .hm')) continue;
    const [behind, chain] = ground(element);
    const style = chain.at(-1);
    const letters = colour(element.closest('svg') ? style.fill : style.color);
    const alpha = chain.reduce((product, { opacity }) => product * opacity, letters[3] * (element.closest('svg') ? style.fillOpacity : 1));
    const ratio = contrast(over(letters, behind, alpha), behind);
    read++;
    if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: "${words.currentNode.data.trim().slice(0, 40)}" (${element.tagName} ${element.getAttribute('class')})`);
    if (parseFloat(style.fontSize) < 10 && !element.closest('sub, sup, .katex')) faults.push(`small: ${style.fontSize} "${words.currentNode.data.trim().slice(0, 40)}"`);
  }
  for (const field of document.querySelectorAll('input:is([type=text], [type=search]), textarea')) {
    const [behind] = ground(field);
    const ratio = contrast(over(colour(getComputedStyle(field).color), behind), behind);
    if (field.value && field.checkVisibility() && ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: "${field.value}" (a field)`);
  }
  if (read === 0) faults.push('no text');

  if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} wide, the window ${innerWidth}`);
  for (const place of document.querySelectorAll('body *')) {
    if (place.scrollWidth > place.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(place).overflowX) && place.checkVisibility() && !(place.tabIndex === 0 && place.getAttribute('role') === 'region' && place.ariaLabel))
      faults.push(`cannot be scrolled by keys: ${place.tagName} ${place.className} ${place.textContent.trim().slice(0, 30)}`);
  }

  for (const chart of document.querySelectorAll('.plotly-chart')) {
    if (!chart.checkVisibility()) continue;
    const marks = chart.querySelectorAll('svg.main-svg :is(.trace, .hm, .imagelayer image)');
    if (marks.length === 0) faults.push(`${chart.id} has drawn nothing`);
    const [frame, page] = [chart.querySelector('svg.main-svg').getBoundingClientRect(), chart.closest('.output')];
    if (frame.right > innerWidth && page.tabIndex !== 0) faults.push(`${chart.id} is wider than the page`);
    for (const label of chart.querySelectorAll('svg.main-svg text')) {
      const box = label.getBoundingClientRect();
      if (label.textContent.trim() && box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)) faults.push(`${chart.id}: "${label.textContent}" is cut`);
    }
  }
  for (const picture of document.images) {
    if (!picture.complete || picture.naturalWidth === 0) faults.push(`a picture is not there: ${picture.src.slice(0, 40)}`);
  }

  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => +heading.tagName[1]);
  if (levels.filter(level => level === 1).length !== 1 || levels[0] !== 1 || levels.some((level, i) => i > 0 && level > levels[i - 1] + 1)) faults.push(`headings in this order: ${levels}`);
  if (!document.documentElement.lang || !document.querySelector('main')) faults.push('no language or no main part');
  const ids = [...document.querySelectorAll('[id]')].map(place => place.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i && !document.getElementById(id).closest('svg'));
  if (twice.length > 0) faults.push(`ids given twice: ${twice}`);
  return faults;
}
