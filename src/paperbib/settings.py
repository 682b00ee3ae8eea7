"""What the configuration file can say, with its defaults; the table of keys is in README.md."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

_LANGUAGE_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # the language
    r"(?:-[a-z]{4})?"  # its script
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"  # the region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?",  # private use
    re.IGNORECASE,
)
"""A well-formed language tag. Source: RFC 5646 (BCP 47), section 2.1."""


class Settings(BaseModel):
    """What the configuration file can say, with its defaults.

    Attributes:
        notes: Files and folders with notes, relative to the configuration file.
        include: The only files in folders that are notes, as in a .gitignore; all if empty.
        exclude: Files and folders in folders that are left out, as in a .gitignore.
        output: The folder for the outputs.
        formats: Names of the exporters to run.
        snapshot: A file in arXiv's bulk schema that answers when arXiv cannot.
        mailto: An address told to the services asked.
        key: How citation keys are made: a pattern, or the name of a style.
        abstract: Whether exports carry abstracts.
        annotations: Whether exports carry the notes' own words.
        keywords: Whether exports carry headings and read state.
        date: The date of a paper: of version 1, of the current one, or of publication;
            ``auto`` is the last for what is published and the first for preprints.
        published: What becomes of a preprint whose published version is known: an entry of
            that, a note about it, or nothing, and nobody is asked.
        title: The heading of the page.
        language: The language of the heading, and of the page's own words where it speaks it.
        titles: Whether list items that are a paper's title without a link are resolved.
        on_change: A program and its arguments, told by its standard input what changed.
        override: What a person says of single references, by their identifiers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    notes: list[str] = Field(default=["seeds"], min_length=1)
    include: list[str] = []
    exclude: list[str] = []
    output: str = "output"
    formats: list[str] = ["bibtex", "csl-json", "markdown", "html"]
    snapshot: str | None = None
    mailto: str | None = None
    key: str = "{surname}{year}{word}"
    abstract: bool = True
    annotations: bool = True
    keywords: bool = True
    date: Literal["auto", "v1", "latest", "published"] = "auto"
    published: Literal["prefer", "note", "off"] = "prefer"
    title: str = "Reading list"
    language: str = "en"
    titles: bool = True
    on_change: list[str] | None = None
    override: dict[str, Any] | None = None

    @field_validator("mailto")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[!-~]+@[!-~]+", value):
            raise ValueError("an e-mail address")
        return value

    @field_validator("on_change", mode="before")
    @classmethod
    def _is_command(cls, value: object) -> object:
        if value is None:
            return value
        words = value if isinstance(value, list) else []
        is_all = all(isinstance(one, str) and "\0" not in one for one in words)
        # No program has an empty name, and none can be told of a NUL.
        if not (is_all and words and words[0]):
            raise ValueError('a program and its arguments: ["program", "argument"]')
        return value

    @field_validator("title")
    @classmethod
    def _is_seen(cls, value: str) -> str:
        if not any(char.isprintable() and not char.isspace() for char in value):
            raise ValueError("a title with letters")
        return value

    @field_validator("language")
    @classmethod
    def _is_language_tag(cls, value: str) -> str:
        if not _LANGUAGE_TAG.fullmatch(value):
            raise ValueError("a language tag such as en or pt-BR")
        return value
