"""From a library to files: render what is not up to date, write what changed.

Which outputs are up to date is known from digests: an output is a function of
the lock, the options and the exporters' code, so the same cause has the same
bytes. That spares a run without news the rendering, and the packages for it. A
BibTeX file that a person edited is a function of these and of what is there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count, product
from pathlib import Path
from typing import NamedTuple, get_args

from paperbib import exporters, store
from paperbib.cache import Cache
from paperbib.changes import Change, feed, history
from paperbib.errors import PaperbibError, did_you_mean
from paperbib.exporters import Exporter, canonical, page
from paperbib.exporters.options import DatePolicy, Options, Page, PublishedPolicy
from paperbib.model import Library, Problem
from paperbib.sync import causes, edited, foreign
from paperbib.sync.causes import digest, merged_cause
from paperbib.sync.upgrading import may_be_upgraded, upgrades

_MERGED = "merged"
"""Stands in the cache for the digest of a file that a person edited: it is not only ours."""
_POLICIES: tuple[PublishedPolicy, ...] = get_args(PublishedPolicy)
_ALL_OPTIONS = tuple(
    Options(abstract, annotations, keywords, date, published)
    for abstract, annotations, keywords in product((True, False), repeat=3)
    for date in get_args(DatePolicy)
    for published in _POLICIES
)


class Before(NamedTuple):
    """What was rendered last: the library as it was, and its canonical text."""

    library: Library
    lock: str


class Output(NamedTuple):
    """One output: its file name, and its text where it is not up to date."""

    name: str
    text: str | None


@dataclass
class Publication:
    """The outputs of a library in a folder.

    Attributes:
        folder: Where they are.
        exporters: The formats wanted.
        options: What they carry.
        cache: Remembers what was rendered from what.
        problems: What is to be told of files that a person edited.
        left: Names of outputs that are not written: files that are none of ours bear them.
        upgrades: The entries of preprints that become entries of what was published.
    """

    folder: Path
    exporters: tuple[Exporter, ...]
    options: Options
    cache: Cache
    problems: list[Problem] = field(default_factory=list, init=False)
    left: list[str] = field(default_factory=list, init=False)
    upgrades: tuple[Change, ...] = field(default=(), init=False)
    _digest_by_cause: dict[str, str] = field(default_factory=dict, init=False)
    _merged: set[str] = field(default_factory=set, init=False)
    _rendered: dict[Path, str] = field(default_factory=dict, init=False)

    def outputs(self, library: Library, *, lock: str, before: Before) -> list[Output]:
        """Render what is not up to date.

        Args:
            library: What to render.
            lock: Its canonical text.
            before: What was rendered last.

        Raises:
            PaperbibError: A file that a person edited cannot be read.
        """
        is_same = store.digest_of_file(self.folder / canonical.filename) == digest(lock)
        outputs = [Output(canonical.filename, None if is_same else lock)]
        for exporter in self.exporters:
            cause = self._cause(exporter, lock)
            on_disk = store.digest_of_file(self.folder / exporter.filename)
            if on_disk is not None and self._is_known(cause, on_disk):
                outputs.append(Output(exporter.filename, None))
                continue
            if on_disk is not None and self._is_left(exporter, on_disk, before):
                outputs.append(Output(exporter.filename, None))
                continue
            text = exporter.render(library, self.options)
            if edited.is_merged(exporter):
                self._rendered[self._kept(exporter)] = text
            rendered = self._digest_by_cause[cause] = digest(text)
            if on_disk == rendered:
                self.cache.keep_digests({cause: rendered})
            elif on_disk and edited.is_merged(exporter) and not self.cache.knows_digest(on_disk):
                text = self._with_edits(exporter, text, library, before)
                self._digest_by_cause[merged_cause(cause, digest(text))] = _MERGED
            is_same = on_disk == digest(text)
            outputs.append(Output(exporter.filename, None if is_same else text))
        if any(one.text is not None for one in outputs):
            written = self._written_before(before)
            self.upgrades = tuple(upgrades(before.library, library, written, self.options))
        return outputs

    def _is_left(self, exporter: Exporter, on_disk: str, before: Before) -> bool:
        """Whether a file is none of ours, and left alone; that is told."""
        if self.cache.knows_digest(on_disk):
            return False
        content = (self.folder / exporter.filename).read_bytes()
        if not foreign.looks_foreign(exporter, content):
            return False
        causes_before = (self._cause(exporter, before.lock, one) for one in _ALL_OPTIONS)
        if exporter.name != page.name and any(map(self.cache.digest, causes_before)):
            return False
        self.left.append(exporter.filename)
        self.problems.append(foreign.problem(exporter, self.folder))
        return True

    def _written_before(self, before: Before) -> Options:
        """The options that the outputs were written with, as to published versions.

        What is on disk tells: by its digest, or where that is not known, by the fields of a
        BibTeX file. Where nothing tells, they are those of now.
        """
        few = {key: one for key, one in before.library.references.items() if may_be_upgraded(one)}
        for exporter in self.exporters if few else ():
            path = self.folder / exporter.filename
            on_disk = store.digest_of_file(path)
            if on_disk is None:
                continue
            pairs = ((one, self._cause(exporter, before.lock, one)) for one in _ALL_OPTIONS)
            found = {one.published for one, cause in pairs if self._is_known(cause, on_disk)}
            if len(found) == 1:
                return replace(self.options, published=found.pop())
            if not found and edited.is_merged(exporter):
                theirs = edited.decoded(path, path.read_bytes())
                others = (replace(self.options, published=one) for one in _POLICIES)
                candidates = list(dict.fromkeys([self.options, *others]))
                return edited.written_with(exporter, theirs, Library(references=few), candidates)
        return self.options

    def _is_known(self, cause: str, on_disk: str) -> bool:
        """Whether a file is what was made of a cause the last time."""
        return self.cache.digest(cause) == on_disk or (
            self.cache.digest(merged_cause(cause, on_disk)) == _MERGED
        )

    def _with_edits(self, exporter: Exporter, ours: str, library: Library, before: Before) -> str:
        """What is rendered now, and what a person made of what was rendered before."""
        path = self.folder / exporter.filename
        theirs = edited.decoded(path, path.read_bytes())
        others = [one for one in _ALL_OPTIONS if one != self.options]
        candidates = [self.options, *others]
        found = [self._cause(exporter, before.lock, options) for options in candidates]
        known = [
            one for one, cause in zip(candidates, found, strict=True) if self.cache.digest(cause)
        ]
        if not known:
            telling = _telling(before.library)
            known = [self.options, *(one for one in others if one in telling)]
        options = edited.written_with(exporter, theirs, before.library, known)
        candidates_of_base = [exporter.render(before.library, options)]
        if (kept := self._kept(exporter)).is_file():
            candidates_of_base.insert(0, kept.read_text("utf-8"))
        base = edited.nearest(theirs, candidates_of_base)
        merged = edited.merge_file(path, base, theirs, ours, library)
        self.problems += edited.problems(path, merged.notices, library)
        self._merged.add(exporter.filename)
        return merged.text

    def edited(self, outputs: Iterable[Output], previous: Library) -> list[str]:
        """Names of files about to be replaced that hold something paperbib did not write.

        Edits of BibTeX files are not lost, and those are not named.

        What it wrote is known by digest, or by rendering the library as it was,
        with any options.
        """
        stale = {one.name for one in outputs if one.text is not None}
        names = []
        for exporter in self.exporters:
            path = self.folder / exporter.filename
            if exporter.filename not in stale or edited.is_merged(exporter) or not path.is_file():
                continue
            if not self._is_as_written(exporter, path.read_bytes(), previous):
                names.append(exporter.filename)
        return names

    def _is_as_written(self, exporter: Exporter, content: bytes, previous: Library) -> bool:
        """Whether nobody edited a file; git, which changes the ends of its lines, is nobody."""
        plain = content.replace(b"\r\n", b"\n")
        if any(self.cache.knows_digest(store.digest(one)) for one in (content, plain)):
            return True
        if exporter.name == page.name:
            # It says itself whether it is as it was written; what it was is not all known.
            return page.is_untouched(plain)
        told = {one.title: one for one in (self.options.page, Page())}
        options = (replace(one, page=two) for one in _telling(previous) for two in told.values())
        texts = (exporter.render(previous, one) for one in options)
        return any(text.encode().replace(b"\r\n", b"\n") == plain for text in texts)

    def write(self, outputs: Iterable[Output], edited: Iterable[str]) -> None:
        """Write the outputs that changed, and copies of those edited by hand beside them.

        Raises:
            PaperbibError: The folder cannot be written.
        """
        contents = {one.name: one.text.encode() for one in outputs if one.text is not None}
        # What is rendered is known as such even if the machine stops while it is written.
        self.cache.keep_digests(self._digest_by_cause)
        if not contents:
            self._keep_rendered()
            return
        # The history goes before the lock that it leads to, and is told anew if that is not
        # reached. So do merged files: merged again with the old lock, they stay the same.
        first = {history.filename: 0} | dict.fromkeys(self._merged, 1)
        contents = dict(sorted(contents.items(), key=lambda one: first.get(one[0], 2)))
        copies = {
            self.backup_name(name): (self.folder / name).read_bytes()
            for name in edited
            if name in contents
        }
        store.sweep(self.folder, contents)
        store.write(self.folder, copies | contents)
        self._keep_rendered()

    def _kept(self, exporter: Exporter) -> Path:
        """Where the cache keeps what was rendered last, before it was merged with edits."""
        path = (self.folder / exporter.filename).resolve()
        return self.cache.path.parent / "rendered" / f"{digest(path.as_posix())[:32]}.bib"

    def _keep_rendered(self) -> None:
        """Keep what was rendered; a cache that cannot be written is done without."""
        for path, text in self._rendered.items():
            with contextlib.suppress(PaperbibError):
                store.write(path.parent, {path.name: text.encode()})

    def backup_name(self, name: str) -> str:
        """The name of the copy of a file that was edited by hand."""
        names = (f"{name}.bak{number or ''}" for number in count())
        return next(one for one in names if not (self.folder / one).exists())

    @cached_property
    def _code(self) -> str:
        return causes.code_mark()

    def _cause(self, exporter: Exporter, lock: str, options: Options | None = None) -> str:
        told = self.options.page
        return causes.cause(exporter, lock, options or self.options, told, self._code)


def _telling(library: Library) -> tuple[Options, ...]:
    """The options that can make a difference: a policy needs published versions."""
    if any(map(may_be_upgraded, library.references.values())):
        return _ALL_OPTIONS
    return tuple(one for one in _ALL_OPTIONS if one.published == "prefer")


def choose(names: Sequence[str]) -> tuple[Exporter, ...]:
    """The exporters of these names, each once; the feed is none, for it shows no library.

    Raises:
        PaperbibError: There is no format of that name.
    """
    by_name = {exporter.name: exporter for exporter in exporters.EXPORTERS}
    known = [*by_name, feed.name]
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known, otherwise=f"there are {', '.join(known)}")
            raise PaperbibError(f"unknown format {name!r}", hint=hint)
    return tuple(by_name[name] for name in dict.fromkeys(names) if name in by_name)
