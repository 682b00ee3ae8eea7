// Where the reader is, and the keys that lead elsewhere.

/** Whoever has scrolled past the head of a list that changed comes back to it. */
function comeBack() {
  if ($("main").getBoundingClientRect().top < 0) $("main").scrollIntoView();
}

/** Links within the page; the browser alone would lose the reader, in a frame even the page. */
function onOwnLink(event) {
  const followed = event.target.closest?.("a[href^='#'], h1 a");
  if (!followed || event.defaultPrevented) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const address = followed.getAttribute("href");
  event.preventDefault();
  if (!address || address.startsWith("#?")) followFilter(followed, stateOf(address));
  else if (address === location.hash) readHash(); // again
  else location.hash = address; // and the event of that reads it
}

/** A filter in a row is gone with its row: the reader is taken to the head of the list. */
function followFilter(followed, wanted) {
  const wasInList = list.contains(followed);
  query.value = wanted.q;
  go({ ...wanted, sort: state.sort });
  if (wasInList) $("main").focus({ preventScroll: true });
}

function turnTo(page) {
  go({ page });
  list.firstElementChild?.focus({ preventScroll: true });
  $("main").scrollIntoView();
}

function openEntry(place) {
  show();
  state.page = Math.floor(found.indexOf(place) / ROWS) + 1;
  showRows(ROWS);
  const row = list.children[found.indexOf(place) % ROWS];
  expand(row, true);
  row.focus({ preventScroll: true });
  row.scrollIntoView();
}

// Keyboard.

const currentRow = () => document.activeElement?.closest("ol#page-entries > li") ?? null;

function move(step) {
  const rows = [...list.children];
  const current = currentRow();
  const next = current ? rows.indexOf(current) + step : 0;
  if (next >= rows.length && state.page < pages()) return turnTo(state.page + 1);
  if (next < 0 && state.page > 1) {
    turnTo(state.page - 1);
    return focusRow(list.lastElementChild);
  }
  return focusRow(rows[Math.min(Math.max(next, 0), rows.length - 1)]);
}

function focusRow(row) {
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function clearOne() {
  if (state.q) {
    query.value = "";
    go({ q: "" });
  } else if (activeFacets(state).length) {
    clearFilters();
  } else if (document.activeElement === query) {
    query.blur();
  }
}

function selectHere(row) {
  select(row, !selected.has(entryByRow.get(row).key));
  focusRow(row); // the bar of the selection may have come up over it
}

const KEYS = {
  "/": () => { query.focus(); query.select(); },
  j: () => move(1),
  k: () => move(-1),
  Enter: (row) => row && expand(row, !row.classList.contains("expanded")),
  x: (row) => row && selectHere(row),
  b: toSelection,
  Escape: clearOne,
  "?": () => $("dialog#page-keys").showModal(),
};

const ALWAYS = ["Enter", "Escape"]; // no characters: WCAG 2.2, success criterion 2.1.4
const singleKeys = $("input#page-single-keys");

function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!Object.hasOwn(KEYS, key) || $("dialog#page-keys").open) return;
  if (!singleKeys.checked && !ALWAYS.includes(key)) return;
  const isField = target.matches?.("select, textarea, input:not([type=checkbox])");
  if (isField && !(key === "Escape" && target === query)) return;
  const row = currentRow();
  if (key === "Enter" && target !== row) return; // Enter on a link is the link's
  event.preventDefault();
  KEYS[key](row);
}
