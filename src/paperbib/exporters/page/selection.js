// What is copied, and what is selected to be.

// Copying.

let saying = 0;

function say(text) {
  const said = $("p#page-said");
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
  const bar = $("section#page-selection");
  const said = selected.size || !bar.hidden ? counted("selected", selected.size) : "";
  // Heard from an element that is always there: a region that appears is not announced.
  if ($("p#page-told").textContent !== said) $("p#page-told").textContent = said;
  bar.hidden = !selected.size;
  $("p#page-selected").textContent = counted("selected", selected.size);
  const all = $("button#page-select-all");
  all.textContent = word("select_all", found.length);
  for (const name of ["copy", "download"]) {
    $(`button#page-${name}-selected`).disabled = selected.size && !chosenForBib().length;
  }
  all.hidden = isSearching() || found.every((place) => selected.has(entries[place].key));
  root.classList.toggle("selecting", selected.size > 0);
}

function showPicks() {
  for (const row of list.children) showPick(row);
  showSelected();
}

let before = null; // what had the focus before the bar of the selection

function toSelection(row) {
  before = row;
  if (selected.size) $("button#page-copy-selected").focus();
}

function wireSelection() {
  on($("button#page-copy-selected"), "click", () => copy(bibOfSelected(), lacking()));
  on($("button#page-download-selected"), "click", download);
  on($("button#page-select-all"), "click", () => {
    for (const place of found) selected.add(entries[place].key);
    showPicks();
    if ($("button#page-select-all").hidden) $("button#page-copy-selected").focus();
  });
  on($("button#page-deselect"), "click", () => {
    selected.clear();
    showPicks();
    // The button is gone.
    (before?.isConnected ? before : $("main")).focus({ preventScroll: true });
  });
}
