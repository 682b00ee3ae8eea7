// Elements, and the rows of the list. Every text from notes or sources becomes a text node or an
// attribute set by name; markup comes from <template id="row"> alone, and rows.py writes the same.

const LONG_NOTE = 220; // characters: longer ones are clamped
const POSSIBLE_ID = /^\p{L}[\p{L}\p{N}_-]*$/u; // other keys are found by the script alone

const $ = (selector, within = document) => within.querySelector(selector);
const rowTemplate = $("template#page-row");
const entryByRow = new WeakMap();

// Elements.

function on(target, event, listener) {
  target.addEventListener(event, listener);
}

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function button(text, className, onClick) {
  const made = element("button", text, className);
  made.type = "button";
  on(made, "click", onClick);
  return made;
}

function listItem(...parts) {
  const made = element("li");
  made.append(...parts);
  return made;
}

function link(address, text, className = "") {
  const made = element("a", text, className);
  made.href = address;
  if (!address.startsWith("#")) made.rel = "noopener noreferrer";
  return made;
}

// A row.

function makeRow(entry) {
  const row = rowTemplate.content.firstElementChild.cloneNode(true);
  entryByRow.set(row, entry);
  row.dataset.key = entry.key;
  if (POSSIBLE_ID.test(entry.key) && !document.getElementById(entry.key)) row.id = entry.key;
  row.dataset.kind = entry.kind;
  if (entry.state) row.dataset.state = entry.state;
  showPick(row);
  const address = safe(entry.url);
  $(".title", row).replaceChildren(address ? link(address, entry.title) : entry.title);
  fillByline(row, entry);
  fillPublished(row, entry);
  fillMarks(row, entry);
  fillNote(row, entry);
  fillLinks(row, entry);
  fillAbstract(row, entry);
  fillMentions(row, entry);
  fillRelated(row, entry);
  $(".Z3988", row).title = entry.coins;
  return row;
}

function showPick(row) {
  const { key, title } = entryByRow.get(row);
  const pick = $(".pick input", row);
  pick.checked = selected.has(key);
  pick.setAttribute("aria-label", `${word("select")}: ${title}`);
  row.classList.toggle("selected", pick.checked);
}

/** Set the text of a part of the row; a part without text goes. */
function fill(row, selector, text) {
  const part = $(selector, row);
  if (text) part.textContent = text;
  else part.remove();
}

function fillByline(row, entry) {
  const authors = entry.authors ?? [];
  const shown = authors.slice(0, 3).join(", ");
  const isShortened = authors.length > 3;
  if (isShortened) $(".authors", row).title = authors.join(", ");
  fill(row, ".authors", isShortened ? `${shown} ${word("et_al")}` : shown);
  fill(row, ".year", String(entry.year ?? ""));
  fill(row, ".venue", entry.venue);
  if (!$(".byline", row).childElementCount) $(".byline", row).remove();
}

/** A preprint says where it was published, too, where that is known. */
function fillPublished(row, { published }) {
  const part = $(".published", row);
  if (!published) return part.remove();
  if (published.venue) part.append(element("bdi", published.venue, "venue"), " ");
  if (published.doi) part.append(link(doiAddress(published.doi), "DOI", "doi"));
}

const doiAddress = (doi) => `https://doi.org/${encodeURIComponent(doi).replaceAll("%2F", "/")}`;

function fillMarks(row, entry) {
  fill(row, ".kind", word(`kind_${entry.kind}`));
  fill(row, ".state", entry.state && word(`state_${entry.state}`));
  fill(row, ".withdrawn", entry.withdrawn && word("withdrawn"));
  fill(row, ".dead", entry.dead && word("dead"));
  for (const tag of entry.tags ?? []) {
    const made = link(`#?${new URLSearchParams({ tag })}`, tag, "tag");
    made.dir = "auto";
    $(".marks", row).append(made, " ");
  }
}

function fillNote(row, entry) {
  fill(row, ".note", entry.note);
  if (!entry.note || entry.note.length <= LONG_NOTE) return;
  const more = button(word("expand"), "more", () => unfoldNote(row, !$(".note.whole", row)));
  $(".note", row).classList.add("long");
  $(".note", row).after(more);
  more.setAttribute("aria-expanded", "false");
}

function unfoldNote(row, isWhole) {
  const more = $(".note + .more", row);
  if (!more) return;
  $(".note", row).classList.toggle("whole", isWhole);
  more.setAttribute("aria-expanded", isWhole);
  more.textContent = word(isWhole ? "collapse" : "expand");
}

function fillLinks(row, entry) {
  const pdf = entry.pdf && safe(entry.pdf);
  const links = [
    entry.arxiv && link(`https://arxiv.org/abs/${encodeURI(entry.arxiv)}`, "arXiv", "arxiv"),
    pdf && link(pdf, "PDF", "pdf"),
    entry.doi && link(doiAddress(entry.doi), "DOI", "doi"),
    link(keyHash(entry.key), word("permalink"), "permalink"),
  ];
  for (const made of links.filter(Boolean)) $(".links", row).append(made, " ");
  for (const made of [...$(".actions", row).children]) {
    if (!entry[made.dataset.copy]) made.remove();
  }
}

function fillAbstract(row, entry) {
  if (entry.abstract) $(".abstract summary", row).textContent = word("abstract");
  else $(".abstract", row).remove();
}

/** One mention is shown at once, several are folded. */
function fillMentions(row, { mentions = [] }) {
  if (mentions.length === 1) $(".mentioned", row).append(...mentionParts(mentions[0]));
  else $(".mentioned", row).remove();
  if (mentions.length < 2) return $(".mentions", row).remove();
  $(".mentions summary", row).textContent = word("in_notes", mentions.length);
}

function mentionParts({ file, line, section = [] }) {
  const headings = section.flatMap((heading) => [" › ", element("bdi", heading)]);
  return [element("bdi", line ? `${file}:${line}` : file, "place"), ...headings];
}

/** Write what is folded as it is unfolded: an abstract can be a megabyte. */
function unfold(details) {
  const entry = entryByRow.get(details.closest("li.entry"));
  if (!entry) return; // a row that was there before the script has everything in it
  if (details.matches(".abstract")) $("p", details).textContent = entry.abstract;
  else $("ul", details).replaceChildren(
    ...entry.mentions.map((mention) => listItem(...mentionParts(mention))));
}

/** Who stood under several papers in the notes has `parents`. */
function fillRelated(row, { parent, parents = [parent], related = [] }) {
  const above = parents.map((key) => [key, "part_of", ""]);
  const below = related.map((key) => [key, "related", "unseen"]);
  const items = [...above, ...below]
    .filter(([key]) => indexByKey.has(key))
    .map(([key, name, className]) => relatedItem(key, element("span", `${word(name)}: `, className)));
  if (items.length) $(".related", row).append(...items);
  else $(".related", row).remove();
}

function relatedItem(key, sign) {
  const made = link(keyHash(key), "");
  made.append(element("bdi", entries[indexByKey.get(key)].title));
  return listItem(sign, made);
}

function expand(row, isOpen) {
  row.classList.toggle("expanded", isOpen);
  unfoldNote(row, isOpen);
  for (const details of row.querySelectorAll("details")) {
    details.open = isOpen;
    if (isOpen) unfold(details);
  }
}
