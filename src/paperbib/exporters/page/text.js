// Texts and addresses: how they compare, and what people mean by what they type.

/** What no decomposition of Unicode makes plain, by how people type it. */
const PLAIN = {
  ...{ ss: "ß", o: "ø", l: "ł", d: "đð", th: "þ", ae: "æ", oe: "œ", i: "ı", h: "ħ", ng: "ŋ" },
  ...{ "-": "‐‑‒–—―−", "'": "‘’‛ʼ", '"': "“”„«»", "": "\u00ad" }, // the last is a soft hyphen
};
const PLAIN_BY_LETTER = new Map(
  Object.entries(PLAIN).flatMap(([plain, letters]) => [...letters].map((one) => [one, plain])));
const NOT_PLAIN = new RegExp(`[${[...PLAIN_BY_LETTER.keys()].join("")}]`, "g");

/** Without case, accents and typography, so that "Muller" finds "Müller", and - finds –. */
function fold(text) {
  const lower = text.toLowerCase();
  if (/^[\x00-\x7f]*$/.test(lower)) return lower;
  const bare = lower.normalize("NFKD").replace(/\p{M}+/gu, "");
  return bare.replace(NOT_PLAIN, (letter) => PLAIN_BY_LETTER.get(letter));
}

// What people paste, folded: names of schemes and addresses before an identifier, and behind it
// what says no more than which file.
const BEFORE_IDENTIFIER = /^(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:|url:)/;
const BEFORE_ARXIV =
  /^(?:10\.48550\/)?(?:(?:https?:\/\/)?(?:[a-z]+\.)?arxiv\.org\/[a-z]+\/|arxiv[:.])/;
const ARXIV = /^(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d*)?(?:\.pdf)?(?:[?#].*)?$/;
const AROUND_ADDRESS = /^https?:\/\/(?:www\.)?|\/?(?:#.*)?$/g;

/** A word without what stands around it in a sentence: "(2017)." is 2017; C++ stays. */
function bareWord(word) {
  const bare = word.replace(/^[("'[{<#]+|[.,;:!?)"'\]}>]+$/g, "");
  return bare || word;
}

/** The part of a word that entries hold: of an address of arXiv, a DOI or a page what names it. */
function wantedOf(word) {
  const bare = bareWord(word);
  const value = bare.replace(BEFORE_IDENTIFIER, "");
  const arxiv = ARXIV.exec(value.replace(BEFORE_ARXIV, ""));
  if (arxiv) return arxiv[1].replace(/\.[a-z]{2}\//, "/"); // no subject class: math.GT/0309136
  if (/^https?:/.test(value)) return value.replace(AROUND_ADDRESS, "") || bare;
  return value || bare;
}

/** What an entry must hold, each folded: "words in quotes" together, others by themselves. */
function wantedWords(text) {
  const phrases = [];
  const rest = fold(text)
    .replace(/"([^"]*)"?/g, (_, phrase) => (phrases.push(phrase), " "))
    .replace(/(^|\s)et al\b\.?/g, " "); // who reads "et al." wants those who are not named
  const words = rest.split(/\s+/).filter(Boolean);
  // A dash or an ampersand between words is none, unless there is nothing else.
  const isWord = (word) => words.length + phrases.length < 2 || /\P{P}/u.test(word);
  const together = phrases.map((phrase) => bareWord(phrase.trim().replace(/\s+/g, " ")));
  return [...new Set([...together, ...words.filter(isWord).map(wantedOf)].filter(Boolean))];
}

/** The address if a browser may open it, else "". Who wrote the file checked it, too. */
function safe(address) {
  try {
    const parsed = new URL(address);
    return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : "";
  } catch {
    return "";
  }
}
