// The library page: what it remembers, and how it starts.

// Print.

/** Paper has no pages of a hundred: all that matches. */
function fillPrinted() {
  endIndex();
  $("ol#page-printed").replaceChildren(...found.map(
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
  $("button#page-theme").textContent = `◐ ${scheme}`;
  $("button#page-theme").setAttribute("aria-label", `${scheme} (${word("theme")})`);
}

// The start.

function wireTools() {
  on($("button#page-theme"), "click", nextScheme);
  on($("button#page-show-keys"), "click", KEYS["?"]);
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
  on(window, "afterprint", () => $("ol#page-printed").replaceChildren());
  const wide = matchMedia("(min-width: 900px)");
  const openFilters = () => { $("details#page-filters").open = wide.matches; };
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
  on($("select#page-sort"), "change", (event) => go({ sort: event.target.value }));
  on($("button#page-clear"), "click", () => {
    clearFilters();
    $("details#page-filters summary").focus(); // the button is gone
  });
  on($("button#page-previous"), "click", () => turnTo(state.page - 1));
  on($("button#page-next"), "click", () => turnTo(state.page + 1));
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
  $("div#page-facets").append(...FACETS.map(facetGroup));
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
const text = $("script#page-library").textContent;
if (text.length < LARGE) start(text);
else requestAnimationFrame(() => setTimeout(() => start(text)));
