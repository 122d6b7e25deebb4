"""The guard of a host: it takes back by itself what a run left unfinished."""

from typing import Annotated

from pydantic import Field

from iisfleet.inventory.parts import Part, Whole


class Guard(Part):
    """Whether a publish is guarded, and for how long it may take."""

    enabled: bool = Field(True, description="Whether a publish arms a task that takes it back; true or false alone.")
    deadline: Annotated[Whole, Field(ge=30, le=86400)] | None = Field(
        None,
        description="Seconds that a publish may take; by default 300, or as long as what it waits for may last.",
        examples=[300],
    )
