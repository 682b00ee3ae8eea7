"""What every format does with the library that hurts, and with any text at all."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.consumers import consumers
from tests.exporters import torture
from tests.exporters.page.pages import Parsed
from tests.exporters.samples import mention, record, reference

from paperbib.exporters import EXPORTERS, Exporter, biblatex, bibtex, bibtex_text, latex, markdown
from paperbib.exporters.item import item_of
from paperbib.exporters.options import Options
from paperbib.model import Library, Name, PartialDate, Reference

ALL = Options()
BY_NAME = {one.name: one for one in EXPORTERS}
KEYS = list(torture.TORTURE.references)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_COMMANDS = r"\\(?:input|include|write|immediate|csname|end|catcode|def|loop|openout|verb)"


def keys_of_bib(text: str) -> list[str]:
    read = parse_string(text)
    assert read.failed_blocks == []
    return [entry.key for entry in read.entries]


def keys_of_csl(text: str) -> list[str]:
    return [item["id"] for item in json.loads(text)]


def keys_of_csl_yaml(text: str) -> list[str]:
    return [item["id"] for item in yaml.safe_load(text)["references"]]


def keys_of_hayagriva(text: str) -> list[str]:
    return list(yaml.safe_load(text))


def keys_of_ris(text: str) -> list[str]:
    entries = [entry for entry in text.replace("\r\n", "\n").split("ER  - \n") if entry.strip()]
    return [found[0] for entry in entries if (found := re.findall(r"(?m)^ID  - (.*)$", entry))]


def keys_of_map(text: str) -> list[str]:
    rows = list(csv.DictReader(io.StringIO(text)))
    return list(dict.fromkeys(row["key"] for row in rows))


def keys_of_page(text: str) -> list[str]:
    return [entry["key"] for entry in Parsed(text).data["entries"]]


READERS: dict[str, Callable[[str], list[str]]] = {
    "bibtex": keys_of_bib,
    "biblatex": keys_of_bib,
    "csl-json": keys_of_csl,
    "csl-yaml": keys_of_csl_yaml,
    "hayagriva": keys_of_hayagriva,
    "ris": keys_of_ris,
    "key-map": keys_of_map,
    "html": keys_of_page,
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {one.name: one.render(torture.TORTURE, ALL) for one in EXPORTERS}


def test_the_library_is_large_and_hard() -> None:
    assert len(torture.TORTURE.references) >= 200
    assert max(len(one.authors) for one in torture.TORTURE.references.values()) > 3000
    assert max(len(one.abstract or "") for one in torture.TORTURE.references.values()) >= 40_000
    undated = [one for one in torture.TORTURE.references.values() if not one.date]
    assert len([one for one in undated if one.identifier.scheme == "url"]) > 300
    kinds = {item_of(key, one, ALL).kind for key, one in torture.TORTURE.references.items()}
    assert len(kinds) == 10


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_entry_is_read_back_once(name: str, texts: dict[str, str]) -> None:
    assert sorted(READERS[name](texts[name])) == sorted(KEYS)


def test_every_format_has_a_reader_here() -> None:
    # The reading list is for people, and names no keys.
    assert set(BY_NAME) - set(READERS) == {markdown.name}


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_every_format_is_the_same_text_twice_and_in_pieces(
    name: str, texts: dict[str, str]
) -> None:
    backwards = dict(reversed(list(torture.TORTURE.references.items())))
    again = Library(references=backwards, aliases=torture.TORTURE.aliases)
    assert BY_NAME[name].render(again, ALL) == texts[name]
    assert "".join(BY_NAME[name].pieces(torture.TORTURE, ALL)) == texts[name]
    assert texts[name].endswith("\n")
    assert texts[name].encode().decode() == texts[name]


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_nothing_unseen_is_in_any_format(name: str, texts: dict[str, str]) -> None:
    # RIS ends its lines as its specification says.
    assert _UNSEEN.findall(texts[name].replace("\r\n", "\n")) == []


@pytest.mark.parametrize("exporter", [bibtex, biblatex], ids=lambda one: one.name)
def test_no_command_of_tex_is_alive(exporter: Exporter, texts: dict[str, str]) -> None:
    text = texts[exporter.name]
    assert re.findall(_COMMANDS, text) == []
    assert "^^" not in text
    assert re.findall(r"(?<!\\)[&#]", re.sub(r"(?m)^  (?:url|doi) .*$", "", text)) == []
    for line in text.splitlines()[1:]:
        assert line.startswith(("@", "  ", "}")) or not line
        assert line.startswith(("  url ", "  doi ")) or not re.search(r"(?<!\\)%", line)


@pytest.mark.parametrize("exporter", [bibtex, biblatex], ids=lambda one: one.name)
def test_braces_are_balanced_to_every_reader(exporter: Exporter, texts: dict[str, str]) -> None:
    for entry in texts[exporter.name].split("\n@")[1:]:
        for value in re.findall(r"(?m)^  [a-z]+ *= \{(.*)\},?$", entry):
            assert bibtex_text.is_balanced(value)


def test_the_lines_of_ris_are_tags_alone(texts: dict[str, str]) -> None:
    lines = texts["ris"].replace("\r\n", "\n").split("\n")
    assert [line for line in lines if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []
    assert sum(line.startswith("TY  - ") for line in lines) == len(KEYS)
    assert sum(line.startswith("ER  - ") for line in lines) == len(KEYS)


def test_no_element_of_html_is_in_the_reading_list(texts: dict[str, str]) -> None:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(texts["markdown"])
    found = [one for token in tokens for one in (token, *(token.children or ()))]
    kinds = {one.type for one in found}
    assert "image" not in kinds
    hrefs = [str(one.attrs["href"]) for one in found if one.type == "link_open"]
    # Those of the contents lead to a heading of the list itself.
    assert [href for href in hrefs if not href.startswith(("https://", "http://", "#"))] == []
    html = {one.content for one in found if one.type in {"html_inline", "html_block"}}
    # An empty comment is ours: it parts what GitHub would take for an e-mail address.
    assert [
        one for one in html - {"<!-- -->"} if re.match(r"<(?:script|img|!--|/title)", one)
    ] == []


HARD = st.text(max_size=60) | st.lists(
    st.sampled_from(
        (*torture.SIGNS, *torture.MATHS, *torture.ATTACKS, *torture.LETTERS, *torture.SCRIPTS, " ")
    ),
    max_size=4,
).map("".join)


def paper(number: int, texts: tuple[str, ...]) -> Reference:
    title, family, given_name, abstract, annotation, path = texts
    identifier = f"arxiv:2002.{number + 1:05}"
    # Sources may say anything; only the first author is there for the styles to label by.
    first = Name(family=f"Smith{number}", given="Mary")
    return reference(
        identifier,
        record(
            identifier,
            title=title,
            authors=(first, Name(family=family, given=given_name), Name(literal=family)),
            abstract=abstract,
            published=PartialDate(year=2020),
            note=path,
        ),
        mention(identifier, annotation=annotation),
    )


@settings(deadline=None)
@given(st.tuples(*[HARD] * 6))
def test_any_text_reads_back_as_it_was_written(texts: tuple[Any, ...]) -> None:
    library = Library(references={"k": paper(0, texts)})
    _, meant = bibtex.entry(item_of("k", library.references["k"], ALL))
    read = parse_string(bibtex.render(library, ALL))
    assert read.failed_blocks == []
    (entry,) = read.entries
    assert {one.key: one.value for one in entry.fields} == meant
    assert meant.get("abstract", "") == latex.encode_text(texts[3])


@given(HARD)
def test_any_address_reads_back_as_it_was_written(text: str) -> None:
    try:
        page = reference(f"url:https://example.org/{text}")
    except ValueError:
        return
    (entry,) = parse_string(bibtex.render(Library(references={"k": page}), ALL)).entries
    address = entry.fields_dict["url"].value
    assert re.fullmatch(r"https://[!-~]*", address)
    assert not set('{}\\"<>^`|') & set(address)


def test_bibtex_has_nothing_to_say_of_300_random_entries(tmp_path: Path) -> None:
    consumers.require("bibtex")
    batches: list[list[tuple[str, ...]]] = []

    @settings(
        max_examples=1,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=False))
    def draw(random: Any) -> None:  # noqa: ANN401 - hypothesis names no type for it
        pool = (*torture.SIGNS, *torture.MATHS, *torture.ATTACKS, *torture.LETTERS, " ", "x", "Y")
        batches.append(
            [
                tuple("".join(random.choices(pool, k=random.randint(0, 5))) for _ in range(6))
                for _ in range(300)
            ]
        )

    draw()
    references = {f"k{n:03}": paper(n, texts) for n, texts in enumerate(batches[0])}
    text = bibtex.render(Library(references=references), ALL)
    (tmp_path / "x.bib").write_bytes(text.encode())
    (tmp_path / "t.aux").write_text("\\citation{*}\n\\bibstyle{plain}\n\\bibdata{x}\n")
    bibtex_program = shutil.which("bibtex") or "bibtex"
    done = subprocess.run(
        [bibtex_program, "-min-crossrefs=2", "t"], cwd=tmp_path, capture_output=True, check=False
    )
    said = done.stdout.decode("utf-8", "replace")
    assert re.findall(r"(?m)^.*---line \d+ of file .*$|^Warning--.*$", said) == []
    assert done.returncode == 0
    assert (tmp_path / "t.bbl").read_text(errors="replace").count("\\bibitem{") == 300
