window.letheGrid ??= (() => {
  const style = document.createElement('style');
  style.textContent = `
.lethe-grid-bar { display: flex; flex-wrap: wrap; align-items: center; gap: .3em .9em; margin: 0 0 .4em; }
.lethe-grid-bar :is(input, select, button), .lethe-table .grid th button { font: inherit; color: inherit; background: transparent; }
.lethe-grid-bar :is(input, select, button) { border: 1px solid #8889; border-radius: .25em; padding: .15em .5em; margin: 0 0 0 .3em; height: auto; width: auto; }
.lethe-grid-bar option { color: CanvasText; background: Canvas; }
.lethe-grid-bar button:disabled { opacity: .45; }
.lethe-grid-bar label { display: inline; margin: 0; font-weight: normal; }
.lethe-table .grid th button { border: 0; padding: 0; margin: 0; cursor: pointer; font-weight: 600; }
.lethe-table .grid th button::after { content: ' ↕'; opacity: .4; }
.lethe-table .grid th[aria-sort=ascending] button::after { content: ' ↑'; opacity: 1; }
.lethe-table .grid th[aria-sort=descending] button::after { content: ' ↓'; opacity: 1; }
.lethe-table .grid :is(input, select, button):focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }`;
  document.head.append(style);

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // RFC 4180.
  function parse(csv) {
    const rows = [[]];
    for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
      rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
      if (end === '') break;
      if (end !== ',') rows.push([]);
    }
    return rows.filter(row => row.length > 1 || row[0] !== '');
  }

  // As the table writes numbers: short, but never wrongly 0.
  function short(text) {
    const [number, size] = [Number(text), Math.abs(Number(text))];
    if (!/[.eE]/.test(text) || !Number.isFinite(number)) return text;
    return number === 0 || (size >= 1e-4 && size < 1e12) ? String(+number.toFixed(6)) : number.toExponential(5).replace(/\.?0*e\+?/, 'e');
  }

  return place => {
    const [table, count, link] = [place.querySelector('table'), place.querySelector('p.quiet'), place.querySelector('a[download]')];
    const heads = [...table.tHead.rows[0].cells];
    const numeric = heads.map(head => head.classList.contains('number'));
    const all = link
      ? parse(decodeURIComponent(link.href.slice(link.href.indexOf(',') + 1))).slice(1).map(row => heads.map((_, i) => numeric[i] ? short(row[i] ?? '') : row[i] ?? ''))
      : [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent));
    numeric[0] = all.every(row => row[0] !== '' && Number.isFinite(+row[0]));
    let [sorted, down, page, view] = [-1, false, 0, all];

    const search = element('input', { type: 'search', size: 16 });
    const size = element('select', {}, ...[10, 25, 50, 100].map(rows => element('option', { value: rows, selected: rows === 25 }, String(rows))));
    const says = element('span', { role: 'status' });
    const turn = (text, name, to) => element('button', { type: 'button', ariaLabel: name, title: name, onclick: () => show(to()) }, text);
    const pages = () => Math.max(1, Math.ceil(view.length / size.value));
    const [first, back, on, last] = [
      turn('«', 'First page', () => 0), turn('‹', 'Previous page', () => page - 1),
      turn('›', 'Next page', () => page + 1), turn('»', 'Last page', () => pages() - 1),
    ];
    const bar = element('div', { className: 'lethe-grid-bar', role: 'toolbar', ariaLabel: 'Table' },
      element('label', {}, 'Search ', search), element('label', {}, 'Rows ', size), first, back, says, on, last);

    function show(to) {
      page = Math.min(Math.max(to, 0), pages() - 1);
      const [from, until] = [page * size.value, Math.min((page + 1) * size.value, view.length)];
      table.tBodies[0].replaceChildren(...view.slice(from, until).map(row => element('tr', {}, ...row.map((text, i) => {
        const cell = element(i ? 'td' : 'th', { className: i && numeric[i] ? 'number' : '' }, text.length > 300 ? text.slice(0, 300) + '…' : text);
        if (!i) cell.scope = 'row';
        return cell;
      }))));
      says.textContent = `${view.length ? `${from + 1} to ${until} of ` : ''}${view.length}${view.length < all.length ? ` found in ${all.length}` : ''}`;
      first.disabled = back.disabled = page === 0;
      on.disabled = last.disabled = page === pages() - 1;
    }

    function arrange() {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      view = all.filter(row => words.every(word => row.some(text => text.toLowerCase().includes(word))));
      if (sorted >= 0) {
        const compare = numeric[sorted] ? (a, b) => a - b : (a, b) => a.localeCompare(b, undefined, { numeric: true });
        // What is missing stands last, whichever way.
        view.sort((a, b) => (a[sorted] === '') - (b[sorted] === '') || (down ? -1 : 1) * compare(a[sorted], b[sorted]));
      }
      heads.forEach((head, i) => i === sorted ? head.setAttribute('aria-sort', down ? 'descending' : 'ascending') : head.removeAttribute('aria-sort'));
      show(0);
    }

    heads.forEach((head, i) => {
      const name = head.textContent;
      head.replaceChildren(element('button', {
        type: 'button',
        ariaLabel: `Sort by ${name || 'row'}`,
        onclick() {
          [sorted, down] = sorted !== i ? [i, false] : down ? [-1, false] : [i, true]; // up, down, as it was
          arrange();
        },
      }, name));
    });
    search.oninput = arrange;
    size.onchange = () => show(0);
    // Page keys turn pages; no key is a shortcut of the notebook around it.
    place.setAttribute('data-lm-suppress-shortcuts', 'true');
    place.addEventListener('keydown', event => {
      event.stopPropagation();
      const step = { PageUp: -1, PageDown: 1 }[event.key];
      if (!step || event.target === size) return;
      event.preventDefault();
      show(page + step);
    });
    if (link && count) count.firstChild.data = count.firstChild.data.replace(/^.*?(?=Save)/s, `${all.length} rows. `);
    place.prepend(bar);
    arrange();
  };
})();
for (const place of document.querySelectorAll('.lethe-table .grid:not(.live)')) {
  place.classList.add('live');
  window.letheGrid(place);
}
