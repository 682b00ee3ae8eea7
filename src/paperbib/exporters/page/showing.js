// What is shown. The state is the hash and nothing else: "#?q=…&tag=…&page=2" is what the
// list shows, "#KEY" is one entry, opened.

const ROWS = 100; // at most so many rows are in the document
const ROWS_IN_SIGHT = 12; // even where a screen is tall, for then its letters are larger
const SHOWN_VALUES = 12; // of a facet, until "more" is pressed; then 500
const LARGE = 2e6; // characters of data: here the first rows are painted before

const root = document.documentElement;
const list = $("ol#page-entries");
const query = $("input#page-query");

let words, entries, index, facets, number;
const indexByKey = new Map(); // old keys, too
let state = emptyState();
let found = []; // places of entries
const selected = new Set(); // keys
const bars = [...document.querySelectorAll("figure a")].map(
  (bar) => [bar, stateOf(bar.getAttribute("href") ?? "")]); // of the charts: what they filter by
const grownFacets = new Set(); // facets that show more than 12 values

// Words.

/** A word of the page, with numbers in the place of its braces. */
function word(name, ...numbers) {
  return (words[name] ?? name).replace(/\{\}/g, () => number(numbers.shift()));
}

const counted = (noun, count) => word(`${noun}_${count === 1 ? "one" : "many"}`, count);

// The address.

/** Write the state into the address: a new step of the history, or instead of the last. */
function writeHash(step) {
  const hash = hashOf(state);
  if (hash === location.hash) return;
  const address = location.href.split("#")[0] + hash;
  try {
    history[step ? "pushState" : "replaceState"](null, "", address);
  } catch {
    location.hash = hash; // some browsers forbid it on file://, or after a hundred times
  }
}

let typing = 0; // the timer that writes what was typed; 0 where it is written
let isTypingStep = false; // whether the last step of the history was made by typing

function writeTyping() {
  clearTimeout(typing);
  typing = 0;
  writeHash(!isTypingStep);
  isTypingStep = true;
}

function writeHashAfterTyping() {
  clearTimeout(typing);
  typing = setTimeout(writeTyping, 300);
}

function endTyping() {
  clearTimeout(typing);
  typing = 0;
  isTypingStep = false;
}

/** Change the state, show it, and make it a step of the history. */
function go(change) {
  if (typing) writeTyping(); // what was typed is a step of its own, however fast the next one is
  endTyping();
  state = { ...state, key: "", page: 1, ...change };
  writeHash(true);
  show();
  comeBack();
}

function toggle(facet, value) {
  const values = new Set(state[facet]);
  if (!values.delete(value)) values.add(value);
  go({ [facet]: values });
}

function readHash() {
  endTyping();
  state = stateOf(location.hash);
  query.value = state.q;
  if (indexByKey.has(state.key)) openEntry(indexByKey.get(state.key));
  else show();
}

// Showing the state.

const pages = () => Math.max(1, Math.ceil(found.length / ROWS));

/** Whether the index is not done, so that nobody knows yet what matches the search. */
const isSearching = () => Boolean(state.q.trim()) && !index.isWhole;

/** Show the state; until the index is done, what the filters alone would show. */
function show(atOnce = ROWS) {
  if (isSearching()) startIndex(); // shows again when it is done
  found = filtered(index.matches(isSearching() ? "" : state.q, sortOf(state)), facets, state);
  state.page = Math.min(state.page, pages());
  showRows(atOnce);
  showCount();
  showUnknownKey();
  showSort();
  FACETS.forEach(showFacet);
  showChosen();
  showBars();
  showSelected();
}

let indexing = 0; // the timer of the next slice

/** Index for some milliseconds, again until done; then show what was searched for. */
function indexSlice() {
  index.grow();
  indexing = index.isWhole ? 0 : setTimeout(indexSlice);
  if (index.isWhole && state.q) show();
}

function startIndex() {
  if (!indexing && !index.isWhole) indexing = setTimeout(indexSlice);
}

/** Index all that is left at once, for who cannot wait. */
function endIndex() {
  if (!isSearching()) return;
  index.grow(() => 0); // a clock that stands
  show();
}

let adding = 0;

/** Show a page of rows; while somebody types, first those in sight. */
function showRows(atOnce) {
  const from = (state.page - 1) * ROWS;
  const places = found.slice(from, from + ROWS);
  const add = (some) => list.append(...some.map((place) => makeRow(entries[place])));
  list.start = from + 1;
  list.replaceChildren(); // their names are free again
  add(places.splice(0, atOnce));
  clearTimeout(adding);
  if (places.length) adding = setTimeout(add, 200, places);
  $("nav#page-pager").hidden = pages() < 2;
  $("span#page-number").textContent = word("page_of", state.page, pages());
  $("button#page-previous").disabled = state.page === 1;
  $("button#page-next").disabled = state.page === pages();
}

function showCount() {
  const [some, all] = [found.length, entries.length];
  let said = counted("entries", all);
  if (isSearching()) said = word("searching");
  else if (!some && all) said = word("entries_none");
  else if (some < all) said = word("of", some, all);
  if ($("p#page-count").textContent !== said) $("p#page-count").textContent = said;
}

/** Say that no entry has the key of the address; the whole list is there. */
function showUnknownKey() {
  const told = $("p#page-unknown");
  told.replaceChildren();
  if (!state.key || indexByKey.has(state.key)) return;
  const [before, after] = words.no_entry.split("{}");
  told.append(before, element("bdi", state.key.slice(0, 200)), after);
}

function showSort() {
  const relevance = $('#page-sort option[value="relevance"]');
  relevance.hidden = relevance.disabled = !state.q.trim();
  $("select#page-sort").value = sortOf(state);
}

/** Mark the bars whose filters are all on. */
function showBars() {
  for (const [bar, wanted] of bars) {
    const filters = activeFacets(wanted);
    const isOn = filters.length && filters.every((facet) =>
      [...wanted[facet]].every((value) => state[facet].has(value)));
    if (isOn) bar.setAttribute("aria-current", "true");
    else bar.removeAttribute("aria-current");
  }
}
