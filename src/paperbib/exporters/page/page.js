// The library page. The state is the hash and nothing else: "#?q=…&tag=…&page=2" is what the
// list shows, "#KEY" is one entry, opened.

const ROWS = 100; // at most so many rows are in the document
const ROWS_IN_SIGHT = 12; // even where a screen is tall, for then its letters are larger
const SHOWN_VALUES = 12; // of a facet, until "more" is pressed; then 500
const LARGE = 2e6; // characters of data: here the first rows are painted before

const root = document.documentElement;
const list = $("ol#entries");
const query = $("input#query");

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

let typing = 0;
let isTypingStep = false; // whether the last step of the history was made by typing

function writeHashAfterTyping() {
  clearTimeout(typing);
  typing = setTimeout(() => {
    writeHash(!isTypingStep);
    isTypingStep = true;
  }, 300);
}

function endTyping() {
  clearTimeout(typing);
  isTypingStep = false;
}

/** Change the state, show it, and make it a step of the history. */
function go(change) {
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

function show(atOnce = ROWS) {
  if (state.q.trim() && !index.isWhole) return startIndex(); // shows when it is done
  found = filtered(index.matches(state.q, sortOf(state)), facets, state);
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
  $("nav#pager").hidden = pages() < 2;
  $("span#page").textContent = word("page_of", state.page, pages());
  $("button#previous").disabled = state.page === 1;
  $("button#next").disabled = state.page === pages();
}

function showCount() {
  const [some, all] = [found.length, entries.length];
  let said = counted("entries", all);
  if (!some && all) said = word("entries_none");
  else if (some < all) said = word("of", some, all);
  if ($("p#count").textContent !== said) $("p#count").textContent = said;
}

/** Say that no entry has the key of the address; the whole list is there. */
function showUnknownKey() {
  const told = $("p#unknown");
  told.replaceChildren();
  if (!state.key || indexByKey.has(state.key)) return;
  const [before, after] = words.no_entry.split("{}");
  told.append(before, element("bdi", state.key.slice(0, 200)), after);
}

function showSort() {
  const relevance = $('#sort option[value="relevance"]');
  relevance.hidden = relevance.disabled = !state.q.trim();
  $("select#sort").value = sortOf(state);
}

/** Mark the bars that are filters now. */
function showBars() {
  for (const [bar, wanted] of bars) {
    const isOn = activeFacets(wanted).some((facet) =>
      [...wanted[facet]].every((value) => state[facet].has(value)));
    if (isOn) bar.setAttribute("aria-current", "true");
    else bar.removeAttribute("aria-current");
  }
}

// Filters.

function valueName(facet, value) {
  if (facet === "state" || facet === "kind") return words[`${facet}_${value}`] ?? value;
  if (facet !== "file") return value;
  const name = value.split("/").at(-1);
  const isUnique = facets.file.values.every(
    (other) => other === value || other.split("/").at(-1) !== name);
  return isUnique ? name : value;
}

const boxes = new Map(); // "facet value" → its list item, kept so that focus stays

function facetItem(facet, value) {
  const id = `${facet} ${value}`;
  if (boxes.has(id)) return boxes.get(id);
  const item = element("li");
  const label = item.appendChild(element("label"));
  const box = label.appendChild(element("input"));
  box.type = "checkbox";
  on(box, "change", () => toggle(facet, value));
  label.append(element("bdi", valueName(facet, value)), element("span", "", "number"));
  if (facet === "file") label.title = value;
  boxes.set(id, item);
  return item;
}

function facetGroup(facet) {
  const group = element("fieldset", "", "facet");
  group.dataset.facet = facet;
  const more = button("", "more", () => {
    if (!grownFacets.delete(facet)) grownFacets.add(facet);
    showFacet(facet);
  });
  group.append(element("legend", word(`filter_${facet}`)), element("ul"), more);
  return group;
}

function showFacet(facet) {
  const group = $(`fieldset[data-facet="${facet}"]`);
  const { [facet]: { values } } = facets;
  const chosen = state[facet];
  const offered = values.filter((value) => facets[facet].count(value) || chosen.has(value));
  const isGrown = grownFacets.has(facet);
  const shown = isGrown ? offered.slice(0, 500)
    : offered.filter((value, place) => place < SHOWN_VALUES || chosen.has(value));
  showValues(facet, shown, $("ul", group));
  const more = $("button.more", group);
  more.hidden = offered.length <= SHOWN_VALUES;
  more.setAttribute("aria-expanded", isGrown);
  more.textContent = isGrown ? word("fewer") : word("more", offered.length - shown.length);
  group.hidden = !offered.length || (values.length < 2 && !chosen.size);
}

function showValues(facet, shown, within) {
  const items = shown.map((value) => facetItem(facet, value));
  items.forEach((item, place) => {
    $("input", item).checked = state[facet].has(shown[place]);
    $(".number", item).textContent = number(facets[facet].count(shown[place]));
  });
  const isSame = within.childElementCount === items.length
    && items.every((item, place) => within.children[place] === item);
  if (isSame) return;
  const focused = document.activeElement;
  within.replaceChildren(...items);
  if (within.contains(focused)) focused.focus({ preventScroll: true });
}

/** The filters that are on, each with a button that takes it off. */
function showChosen() {
  const chips = activeFacets(state).flatMap((facet) =>
    [...state[facet]].map((value) => chip(facet, value)));
  const within = $("ul#chosen");
  const isFocused = within.contains(document.activeElement);
  $("span#active").textContent = chips.length ? ` (${number(chips.length)})` : "";
  $("button#clear").hidden = !chips.length;
  if (chips.length > 1) chips.push(button(word("clear"), "more", clearFilters));
  within.replaceChildren(...chips.map((made) => listItem(made)));
  within.hidden = !chips.length;
  if (isFocused) (chips[0] ?? $("main")).focus({ preventScroll: true });
}

function chip(facet, value) {
  const made = button("", "chip", () => toggle(facet, value));
  made.append(element("bdi", valueName(facet, value)), element("span", " ×"));
  made.lastChild.setAttribute("aria-hidden", "true");
  made.title = word("remove");
  return made;
}

const clearFilters = () => go({ ...emptyState(), q: state.q, sort: state.sort });

// Where the reader is.

/** Whoever has scrolled past the head of a list that changed comes back to it. */
function comeBack() {
  if ($("main").getBoundingClientRect().top < 0) $("main").scrollIntoView();
}

/** Links within the page, where the browser alone would lose the reader. */
function onOwnLink(event) {
  const followed = event.target.closest?.("a[href^='#']");
  if (!followed || event.defaultPrevented) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const address = followed.getAttribute("href");
  const isFilter = address.startsWith("#?");
  if (isFilter || address === location.hash) event.preventDefault();
  if (isFilter) followFilter(followed, stateOf(address));
  else if (address === location.hash) readHash(); // again
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

// Copying.

let saying = 0;

function say(text) {
  const said = $("p#said");
  clearTimeout(saying);
  said.textContent = text;
  saying = setTimeout(() => { said.textContent = ""; }, 2500);
}

/** The old way to copy: some browsers want it on file://. */
function copyBySelection(text) {
  const area = element("textarea", text, "unseen");
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  focused?.focus({ preventScroll: true });
  return isCopied;
}

async function copy(text, told = "") {
  let result = "copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copyBySelection(text)) result = "not_copied";
  }
  say([word(result), told].filter(Boolean).join(": "));
}

// The selection: it outlives filters, pages and orders.

/** The entries that are selected and can stand in a .bib, in the order of the file. */
const chosenForBib = () => entries.filter((entry) => selected.has(entry.key) && entry.bibtex);
const bibOfSelected = () => chosenForBib().map((entry) => entry.bibtex).join("\n");

/** What is said where a key cannot stand in a .bib: "3 of 4 entries". */
function lacking() {
  const some = chosenForBib().length;
  return some < selected.size ? word("of", some, selected.size) : "";
}

function download() {
  const made = link(URL.createObjectURL(new Blob([bibOfSelected()])), "");
  made.download = "selection.bib";
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 1000);
  if (lacking()) say(lacking());
}

function select(row, isSelected) {
  const { key } = entryByRow.get(row);
  if (isSelected) selected.add(key);
  else selected.delete(key);
  showPick(row);
  showSelected();
}

function showSelected() {
  const bar = $("section#selection");
  const said = selected.size || !bar.hidden ? counted("selected", selected.size) : "";
  // Heard from an element that is always there: a region that appears is not announced.
  if ($("p#told").textContent !== said) $("p#told").textContent = said;
  bar.hidden = !selected.size;
  $("p#selected").textContent = counted("selected", selected.size);
  const all = $("button#select-all");
  all.textContent = word("select_all", found.length);
  for (const name of ["copy", "download"]) {
    $(`button#${name}-selected`).disabled = selected.size && !chosenForBib().length;
  }
  all.hidden = found.every((place) => selected.has(entries[place].key));
  root.classList.toggle("selecting", selected.size > 0);
}

function showPicks() {
  for (const row of list.children) showPick(row);
  showSelected();
}

let before = null; // what had the focus before the bar of the selection

function toSelection(row) {
  before = row;
  if (selected.size) $("button#copy-selected").focus();
}

function wireSelection() {
  on($("button#copy-selected"), "click", () => copy(bibOfSelected(), lacking()));
  on($("button#download-selected"), "click", download);
  on($("button#select-all"), "click", () => {
    for (const place of found) selected.add(entries[place].key);
    showPicks();
    if ($("button#select-all").hidden) $("button#copy-selected").focus();
  });
  on($("button#deselect"), "click", () => {
    selected.clear();
    showPicks();
    // The button is gone.
    (before?.isConnected ? before : $("main")).focus({ preventScroll: true });
  });
}

// Keyboard.

const currentRow = () => document.activeElement?.closest("ol#entries > li") ?? null;

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

const KEYS = {
  "/": () => { query.focus(); query.select(); },
  j: () => move(1),
  k: () => move(-1),
  Enter: (row) => row && expand(row, !row.classList.contains("expanded")),
  x: (row) => row && select(row, !selected.has(entryByRow.get(row).key)),
  b: toSelection,
  Escape: clearOne,
  "?": () => $("dialog#keys").showModal(),
};

const ALWAYS = ["Enter", "Escape"]; // no characters: WCAG 2.2, success criterion 2.1.4
const singleKeys = $("input#single-keys");

function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!Object.hasOwn(KEYS, key) || $("dialog#keys").open) return;
  if (!singleKeys.checked && !ALWAYS.includes(key)) return;
  const isField = target.matches?.("select, textarea, input:not([type=checkbox])");
  if (isField && !(key === "Escape" && target === query)) return;
  const row = currentRow();
  if (key === "Enter" && target !== row) return; // Enter on a link is the link's
  event.preventDefault();
  KEYS[key](row);
}

// Print.

/** Paper has no pages of a hundred: all that matches. */
function fillPrinted() {
  $("ol#printed").replaceChildren(...found.map(
    (place) => listItem(element("bdi", entries[place].reference))));
}

// What is remembered; where storage is forbidden, it lasts as long as the page.

function remembered(name) {
  try {
    return localStorage.getItem(`paperbib-${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`paperbib-${name}`, value);
  } catch {
    // See above.
  }
}

// Colours.

const SCHEMES = ["auto", "light", "dark"];

function setScheme(scheme) {
  root.dataset.theme = SCHEMES.includes(scheme) ? scheme : "auto";
}

function nextScheme() {
  setScheme(SCHEMES[(SCHEMES.indexOf(root.dataset.theme) + 1) % SCHEMES.length]);
  remember("theme", root.dataset.theme);
  showScheme();
}

function showScheme() {
  const scheme = word(`theme_${root.dataset.theme}`);
  $("button#theme").textContent = `◐ ${scheme}`;
  $("button#theme").setAttribute("aria-label", `${scheme} (${word("theme")})`);
}

// The start.

function wireTools() {
  on($("button#theme"), "click", nextScheme);
  on($("button#show-keys"), "click", KEYS["?"]);
  on(singleKeys, "change", () => {
    remember("keys", singleKeys.checked ? "on" : "off");
    showSingleKeys();
  });
  singleKeys.checked = remembered("keys") !== "off";
  showSingleKeys();
  on($("a.skip"), "click", (event) => {
    event.preventDefault(); // the hash is the state
    $("main").focus();
  });
}

function showSingleKeys() {
  root.classList.toggle("no-keys", !singleKeys.checked);
}

function wireWindow() {
  on(window, "keydown", onKey);
  on(window, "click", onOwnLink);
  on(window, "hashchange", readHash);
  on(window, "beforeprint", fillPrinted);
  on(window, "afterprint", () => $("ol#printed").replaceChildren());
  const wide = matchMedia("(min-width: 900px)");
  const openFilters = () => { $("details#filters").open = wide.matches; };
  on(wide, "change", openFilters);
  openFilters();
}

function wireList() {
  on(query, "focus", startIndex);
  on(query, "input", () => {
    state = { ...state, q: query.value, key: "", page: 1 };
    writeHashAfterTyping();
    show(ROWS_IN_SIGHT);
    comeBack();
  });
  on($("select#sort"), "change", (event) => go({ sort: event.target.value }));
  on($("button#clear"), "click", () => {
    clearFilters();
    $("details#filters summary").focus(); // the button is gone
  });
  on($("button#previous"), "click", () => turnTo(state.page - 1));
  on($("button#next"), "click", () => turnTo(state.page + 1));
  // This event does not bubble.
  list.addEventListener("toggle", ({ target }) => target.open && unfold(target), true);
  on(list, "change", (event) =>
    select(event.target.closest("li.entry"), event.target.checked));
  on(list, "click", (event) => {
    const what = event.target.closest("button[data-copy]")?.dataset.copy;
    if (!what) return;
    copy(entryByRow.get(event.target.closest("li.entry"))[what]);
  });
}

/** Numbers and the alphabet are those of the language of the page, where the browser has it. */
function setLanguage(language) {
  const isSpoken = language.split("-")[0].toLowerCase() === root.lang;
  let known = [root.lang];
  try {
    known = Intl.getCanonicalLocales(language);
  } catch {
    // No language tag.
  }
  number = new Intl.NumberFormat(isSpoken ? known : root.lang).format;
  return new Intl.Collator(known, { numeric: true, sensitivity: "base" });
}

function start(text) {
  const library = JSON.parse(text);
  ({ words, entries } = library);
  index = new Index(entries, setLanguage(library.language));
  entries.forEach((entry, place) => {
    for (const old of entry.aliases ?? []) indexByKey.set(old, place);
  });
  entries.forEach((entry, place) => indexByKey.set(entry.key, place));
  facets = Object.fromEntries(FACETS.map((name) => [name, new Facet(name, entries)]));
  $("div#facets").append(...FACETS.map(facetGroup));
  $("figure.timeline").scrollLeft = 1e6; // to this year, where not all have room
  showScheme();
  wireTools();
  wireWindow();
  wireList();
  wireSelection();
  readHash();
  root.classList.add("ready");
}

root.classList.add("js");
setScheme(remembered("theme"));
const text = $("script#library").textContent;
if (text.length < LARGE) start(text);
else requestAnimationFrame(() => setTimeout(() => start(text)));
