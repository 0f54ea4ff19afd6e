// What the page can do beyond being read: its table is sorted and filtered, and keys lead from report to report.
const table = document.querySelector('table.all');
const body = table.tBodies[0];
const filter = document.querySelector('#filter');
const shown = document.querySelector('#shown');
const title = document.title;
const rows = [...body.rows];
const texts = rows.map((row) =>
  plain(`${row.cells[0].textContent} ${row.lastElementChild.textContent}`),
);

/** Text as it is compared: however its letters are put together, large or small. */
function plain(text) {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function filterRows() {
  const words = plain(filter.value).split(/\s+/);
  let count = 0;
  for (const [at, row] of rows.entries()) {
    row.hidden = !words.every((word) => texts[at].includes(word));
    if (!row.hidden) count++;
  }
  shown.value = filter.value.trim() === '' ? '' : `${count} of ${rows.length}`;
}

function firstShown() {
  return [...body.rows].find((row) => !row.hidden)?.querySelector('a');
}

function sortBy(header) {
  const at = header.cellIndex;
  const isText = header.classList.contains('text');
  // Who looks at points first asks for the fewest or the most; who looks at names, for the first.
  const order = header.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
  for (const each of table.tHead.rows[0].cells) each.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', order);
  const sign = order === 'ascending' ? 1 : -1;
  const keys = new Map(rows.map((row) => [row, keyOf(row.cells[at], isText)]));
  const compare = isText
    ? new Intl.Collator(undefined, { numeric: true }).compare
    : (a, b) => a - b;
  body.append(...rows.toSorted((a, b) => sign * compare(keys.get(a), keys.get(b))));
}

function keyOf(cell, isText) {
  return isText
    ? cell.textContent.trim()
    : Number(cell.dataset.value ?? Number.parseFloat(cell.textContent));
}

for (const header of table.tHead.rows[0].cells) {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...header.childNodes);
  button.addEventListener('click', () => sortBy(header));
  header.append(button);
}

for (const names of document.querySelectorAll('.shape')) {
  const all = [...names.querySelectorAll('li a')].map((link) => link.textContent);
  if (all.length < 2) continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy names';
  button.addEventListener('click', () => void copy(button, all.join('\n')));
  const item = document.createElement('li');
  item.append(button);
  names.querySelector('ul').append(item);
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'The browser refuses';
  }
}

/** The report that the address leads to, if it leads to one. */
function openReport() {
  return document.querySelector('.student:target');
}

function show() {
  const report = openReport();
  document.title = report === null ? title : `${report.querySelector('h2').textContent}, ${title}`;
  report?.focus();
}

/** A key that has no meaning of its own where it is pressed. */
function isFree({ target, ctrlKey, metaKey, altKey }) {
  return !(target instanceof HTMLInputElement || ctrlKey || metaKey || altKey);
}

const REPORT_KEYS = {
  ArrowLeft: 'nav a[rel=prev]',
  ArrowRight: 'nav a[rel=next]',
  Escape: 'nav a.back',
};

document.addEventListener('keydown', (event) => {
  if (!isFree(event)) return;
  const report = openReport();
  const selector = REPORT_KEYS[event.key];
  const link = selector === undefined ? undefined : report?.querySelector(selector);
  if (link) link.click();
  else if (event.key === '/' && report === null) filter.focus();
  else return;
  event.preventDefault();
});
filter.addEventListener('input', filterRows);
filter.addEventListener('keydown', ({ key }) => {
  if (key === 'Enter') firstShown()?.click();
  if (key !== 'Escape') return;
  filter.value = '';
  filterRows();
  filter.blur();
});
addEventListener('hashchange', show);
document.documentElement.classList.add('scripted');
show();
