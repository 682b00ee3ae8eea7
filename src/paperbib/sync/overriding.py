"""What the configuration says of single references, ready for a run."""

from __future__ import annotations

from paperbib import overrides
from paperbib.config import Config
from paperbib.keys import is_usable
from paperbib.overrides import Override, Sheet


def read(config: Config) -> tuple[Override, ...]:
    """Read the overrides of a configuration, before anybody is asked for anything.

    Raises:
        PaperbibError: With the place, of what cannot be meant.
    """
    tables = config.settings.override
    if not tables:
        return ()
    from paperbib.sources.names import from_display  # its tables are for those who need them

    file = config.file
    sheet = Sheet(file.name, str(file), config.places) if file else Sheet()
    return overrides.read(tables, sheet, to_name=from_display, is_key=is_usable)
