"""What the outputs carry beside the library: what a person chose, and where the notes say what."""

from __future__ import annotations

from collections.abc import Iterable

from paperbib import overrides
from paperbib.config import Config
from paperbib.exporters.options import Options, Page
from paperbib.model import Mention
from paperbib.sync.making import Made, Said, Wanted


def options(config: Config, mentions: Iterable[Mention] = ()) -> Options:
    """What exports carry, from the configuration.

    Args:
        config: The configuration.
        mentions: Those of the notes, where they were read: the page says their lines.
    """
    settings = config.settings
    places: dict[str, list[tuple[str, int]]] = {}
    for one in mentions:
        places.setdefault(str(one.identifier), []).append((one.file, one.line))
    return Options(
        abstract=settings.abstract,
        annotations=settings.annotations,
        keywords=settings.keywords,
        date=settings.date,
        published=settings.published,
        page=Page(settings.title, settings.language, places),
    )


def carried(config: Config, said: Said, made: Made, wanted: Wanted) -> Options:
    """What the outputs of a run carry; titles mean what the library knows, be it frozen or not."""
    mentions = overrides.heeded(said.mentions, wanted.overrides)
    known = said._replace(mentions=mentions).with_titles(made.library.decisions)
    return options(config, overrides.heeded(known, wanted.overrides))
