for (const place of document.querySelectorAll('.math')) {
  const text = place.textContent.trim();
  katex.render(text.slice(2, -2), place, { displayMode: text.startsWith('\\['), throwOnError: false, maxSize: 50 });
}
// What is wider than its frame is moved by keys as well: the frame can be reached by Tab, as long as there is something to move.
function frame() {
  for (const place of document.querySelectorAll('pre, .output, .katex-display')) {
    const [name, wide] = [place.matches('.source') ? 'Code' : place.matches('.katex-display') ? 'Formula' : 'Output', place.scrollWidth > place.clientWidth];
    if (wide) Object.assign(place, { tabIndex: 0, role: 'region', ariaLabel: name });
    else for (const attribute of ['tabindex', 'role', 'aria-label']) place.removeAttribute(attribute);
  }
}
addEventListener('load', frame);
addEventListener('resize', frame);
addEventListener('toggle', frame, true);
