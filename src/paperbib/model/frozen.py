"""What all types of the model share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from paperbib.identifiers import whole
from paperbib.identifiers.identifier import Identifier


class Frozen(BaseModel):
    """Immutable; a field that a newer revision wrote is kept, not lost."""

    model_config = ConfigDict(frozen=True, extra="allow")


IdentifierText = Annotated[
    Identifier, BeforeValidator(whole.parse), PlainSerializer(str, return_type=str)
]
