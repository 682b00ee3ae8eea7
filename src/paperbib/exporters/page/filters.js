// The filters beside the list, and those that are chosen above it.

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
  const within = $("ul#page-chosen");
  const isFocused = within.contains(document.activeElement);
  $("span#page-active").textContent = chips.length ? ` (${number(chips.length)})` : "";
  $("button#page-clear").hidden = !chips.length;
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
