// What is searched, ordered and filtered: without a document, so that it can be tried by itself.
// Of what follows, only the index remembers anything.

const FACETS = ["kind", "state", "tag", "year", "category", "file"];
const SLICE_MS = 10; // the index is built in slices; typing is never held up

// The state, and the hash that is its text.

const SORTS = ["relevance", "newest", "oldest", "title", "author", "key", "notes"];
const DEFAULT_SORT = "newest"; // while searching: relevance

const keyHash = (key) => `#${encodeURIComponent(key)}`;

function emptyState() {
  const facets = FACETS.map((facet) => [facet, new Set()]);
  return { q: "", sort: "", page: 1, key: "", ...Object.fromEntries(facets) };
}

function stateOf(hash) {
  const made = emptyState();
  if (hash.startsWith("#?")) {
    const given = new URLSearchParams(hash.slice(2));
    made.q = given.get("q") ?? "";
    made.sort = SORTS.includes(given.get("sort")) ? given.get("sort") : "";
    made.page = Math.max(1, parseInt(given.get("page"), 10) || 1);
    for (const facet of FACETS) made[facet] = new Set(given.getAll(facet));
  } else if (hash.length > 1) {
    try {
      made.key = decodeURIComponent(hash.slice(1));
    } catch {
      made.key = hash.slice(1); // a lone percent sign
    }
  }
  return made;
}

function sortOf({ q, sort }) {
  if (q.trim()) return sort || "relevance";
  return sort.replace("relevance", "") || DEFAULT_SORT;
}

/** The address of a state; what goes without saying is not in it. */
function hashOf(wanted) {
  const given = new URLSearchParams();
  if (wanted.q.trim()) given.append("q", wanted.q.trim());
  for (const facet of FACETS) for (const value of wanted[facet]) given.append(facet, value);
  const sort = sortOf(wanted);
  if (sort !== sortOf({ ...wanted, sort: "" })) given.append("sort", sort);
  if (wanted.page > 1) given.append("page", wanted.page);
  const text = given.toString();
  return text && `#?${text}`;
}

const activeFacets = (wanted) => FACETS.filter((facet) => wanted[facet].size);

// Orders.

/** A day as one number: 20170612; a month and a day that are not known count as nought. */
function dayOf({ year, date = "" }) {
  if (year === undefined) return undefined;
  const [, month = 0, day = 0] = /^-?\d+-(\d\d)(?:-(\d\d))?$/.exec(date) ?? [];
  return year * 10_000 + Number(month) * 100 + Number(day);
}

/** Compare two entries by something; those without it come last, and are compared otherwise. */
function by(something, compare, otherwise = () => 0) {
  return (one, other) => {
    const [here, there] = [something(one), something(other)];
    const [hasOne, hasOther] = [here, there].map((it) => it !== undefined && it !== "");
    if (hasOne && hasOther) return compare(here, there);
    return hasOne === hasOther ? otherwise(one, other) : Number(hasOther) - Number(hasOne);
  };
}

const earlier = (one, other) => (one < other ? -1 : Number(one > other));
// The data says the sort name where the last word of the first author is not it.
const familyName = (entry) => entry.sort ?? (entry.authors?.[0] ?? "").split(" ").at(-1);
const firstMention = (entry) => entry.mentions?.[0];
const inNotes = by(firstMention, (one, other) =>
  earlier(one.file, other.file) || earlier(one.line ?? 0, other.line ?? 0));

/** How to compare entries, by the names of orders. rows.py knows the order "newest", too. */
function orders(collator) {
  const alphabetical = (one, other) => collator.compare(one, other);
  return {
    key: () => 0, // as in the file
    newest: by(dayOf, (one, other) => earlier(other, one), inNotes),
    oldest: by(dayOf, earlier, inNotes),
    title: by((entry) => entry.title, alphabetical),
    author: by(familyName, alphabetical),
    notes: by(firstMention, (one, other) =>
      alphabetical(one.file, other.file) || earlier(one.line ?? 0, other.line ?? 0)),
  };
}

// The index.

const SCORES = { startOfWord: 8, title: 6, authors: 3, rest: 1 };

/** Entries that can be searched, in any order. A place is the number of an entry. */
class Index {
  constructor(entries, collator) {
    this.entries = entries;
    this.orders = orders(collator);
    this.orderByName = new Map();
    this.texts = []; // of each entry: title, authors, rest
    this.scores = new Uint16Array(entries.length);
    this.last = { words: [], order: null, hits: [] }; // the last search, to narrow down
  }

  get isWhole() {
    return this.texts.length === this.entries.length;
  }

  /** Read entries for some milliseconds. */
  grow(now = () => performance.now()) {
    const end = now() + SLICE_MS;
    while (!this.isWhole && now() < end) this.add(this.entries[this.texts.length]);
  }

  add(entry) {
    const { key, abstract, note, venue, arxiv, doi, url, year, tags, categories, aliases } = entry;
    const published = [entry.published?.venue, entry.published?.doi];
    const said = [key, venue, note, published, tags, categories, aliases, abstract];
    const known = [...said, arxiv, doi, url, year].flat().filter((text) => text !== undefined);
    const texts = [entry.title, (entry.authors ?? []).join("\n"), known.join("\n")];
    this.texts.push(texts.map(fold));
  }

  /** All places in one order; worked out once, when it is first asked for. */
  ordered(name) {
    if (!this.orderByName.has(name)) {
      const order = this.entries.map((_, place) => place);
      const compare = this.orders[name];
      order.sort((one, other) => compare(this.entries[one], this.entries[other]));
      this.orderByName.set(name, order);
    }
    return this.orderByName.get(name);
  }

  /** How well an entry fits one word: title before authors before the rest; 0 is not at all. */
  score(place, wanted) {
    const [title, authors, rest] = this.texts[place];
    const at = title.indexOf(wanted);
    if (at >= 0) return at === 0 || title[at - 1] === " " ? SCORES.startOfWord : SCORES.title;
    if (authors.includes(wanted)) return SCORES.authors;
    return rest.includes(wanted) ? SCORES.rest : 0;
  }

  /** Whether the entry holds all words; its score is kept. */
  fits(place, wanted) {
    let sum = 0;
    for (const one of wanted) {
      const fit = this.score(place, one);
      if (!fit) return false;
      sum += fit;
    }
    this.scores[place] = sum;
    return true;
  }

  /** The places that hold all words, in order; only the last hits can hold longer words. */
  matches(text, sort) {
    const order = this.ordered(sort === "relevance" ? DEFAULT_SORT : sort);
    const wanted = wantedWords(text);
    if (!wanted.length) return order;
    const { last } = this;
    const isNarrower = last.order === order && last.words.every((word) =>
      wanted.some((longer) => longer.includes(word)));
    const hits = (isNarrower ? last.hits : order).filter((place) => this.fits(place, wanted));
    this.last = { words: wanted, order, hits };
    return sort === "relevance" ? this.byScore(hits) : hits;
  }

  /** Best first, else in the order they have: scores are few, so that each has a heap. */
  byScore(hits) {
    const heaps = [];
    for (const place of hits) (heaps[this.scores[place]] ??= []).push(place);
    return heaps.reverse().flat();
  }
}

// Facets: what matches, and how many there would be.

function facetValues(entry) {
  return {
    year: entry.year === undefined ? [] : [String(entry.year)],
    tag: entry.tags ?? [],
    category: entry.categories ?? [],
    state: [entry.state ?? "none"],
    kind: [entry.kind],
    file: [...new Set((entry.mentions ?? []).map((mention) => mention.file))],
  };
}

/** One facet of all entries: its values by number, and the numbers that each entry has. */
class Facet {
  constructor(name, entries) {
    const totals = new Map();
    const values = entries.map((entry) => facetValues(entry)[name]);
    for (const value of values.flat()) totals.set(value, (totals.get(value) ?? 0) + 1);
    const compare = name === "year" ? (one, other) => other - one
      : (one, other) => totals.get(other) - totals.get(one) || earlier(one, other);
    this.values = [...totals.keys()].sort(compare);
    this.numbers = new Map(this.values.map((value, at) => [value, at]));
    this.ofPlace = values.map((some) => some.map((value) => this.numbers.get(value)));
    this.counts = new Uint32Array(this.values.length);
  }

  /** How many entries there would be with a value; what is in no entry is in none. */
  count(value) {
    return this.counts[this.numbers.get(value)] ?? 0;
  }

  add(place) {
    for (const at of this.ofPlace[place]) this.counts[at] += 1;
  }

  /** Choose values; each entry has one of them or it does not. */
  choose(values) {
    this.counts.fill(0);
    this.isActive = values.size > 0;
    this.chosen = this.values.map((value) => values.has(value));
  }

  fits(place) {
    return this.ofPlace[place].some((at) => this.chosen[at]);
  }
}

/** What fits in all facets, in the order given; each facet counts what fits in the others. */
function filtered(places, facets, wanted) {
  for (const name of FACETS) facets[name].choose(wanted[name]);
  const all = FACETS.map((name) => facets[name]);
  const active = all.filter((facet) => facet.isActive);
  return places.filter((place) => {
    const failed = active.filter((facet) => !facet.fits(place));
    if (failed.length > 1) return false;
    for (const facet of failed.length ? failed : all) facet.add(place);
    return !failed.length;
  });
}
