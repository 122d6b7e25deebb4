"""In which order the hosts of an environment get a change, and what happens when some of them fail."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from iisfleet.inventory.faults import Faults, rule
from iisfleet.inventory.parts import Part, Whole

_PERCENT = re.compile(r"([1-9][0-9]?|100)%")


def _amount(value: Any) -> Any:
    """So many hosts, or so many of a hundred."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | str):
        said = str(value).lower() if isinstance(value, bool) else str(value)
        raise rule(f"expects a number of hosts or a percentage, found '{said[:60]}'", "2, or 25%")
    if isinstance(value, int) and value < 1:
        raise rule(f"must be at least 1, found '{value}'")
    if isinstance(value, str) and not _PERCENT.fullmatch(value):
        if re.fullmatch(r"-?[0-9.]+ *%", value):
            raise rule(f"must be a whole number from 1% to 100%, found '{value}'", "25%")
        raise rule(f"expects a number of hosts or a percentage, found '{value}'", "2, or 25%")
    return value


def _allowed(value: Any) -> Any:
    """The same, and 0."""
    if isinstance(value, int) and not isinstance(value, bool) and value < 1:
        if value < 0:
            raise rule(f"must be at least 0, found '{value}'")
        return value
    return _amount(value)


def _amount_or_names(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return _amount(value)
    if not value or not all(isinstance(name, str) and name for name in value):
        raise rule("expects a number of hosts, a percentage, or a list of hosts and groups", "1, 10%, or [web01]")
    return tuple(value)


def _amounts(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return _amount(value)
    if value and all(isinstance(part, list | tuple) for part in value):
        return tuple(_amount_or_names(part) for part in value)
    if not value or any(isinstance(part, list | tuple | dict) for part in value):
        raise rule("expects amounts, or lists of hosts and groups", "2, 25%, [1, 50%], or [[web01, web02], [web03]]")
    return tuple(map(_amount, value))


Amount = int | str
Names = tuple[str, ...]


class Rollout(Part):
    """Who goes first, how many at a time, and when to stop."""

    canary: Annotated[Amount | Names | None, BeforeValidator(_amount_or_names)] = Field(
        None,
        description="Hosts that go before all others: so many, so many of a hundred, or these hosts and groups. If one"
        " of them fails, no other host is touched.",
        examples=[1],
    )
    batches: Annotated[tuple[Amount | Names, ...] | Amount | None, BeforeValidator(_amounts)] = Field(
        None,
        description="So many at a time, or so many of a hundred; amounts one after another, of which the last repeats;"
        " or lists of hosts and groups. Without it: all.",
        examples=["25%"],
    )
    wait: Annotated[Whole, Field(ge=0, le=86400)] = Field(
        0, description="Seconds after a batch that has changed something, before the next one begins."
    )
    barrier: bool = Field(
        False, description="One host goes live alone; once it is healthy, the others follow. Before that they prepare."
    )
    max_failures: Annotated[Amount, BeforeValidator(_allowed)] = Field(
        0, description="So many hosts (or so many of a hundred) may fail without stopping the run.", examples=[0]
    )
    on_failure: Literal["stop", "revert-batch", "revert-all"] = Field(
        "stop",
        description="What happens once more have failed: no further batch begins; and the hosts of the batch, or all"
        " that the run has changed, go back to the release before.",
    )


class Hook(Part):
    """A program on the controller."""

    command: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="Program and arguments; no shell. Relative to the inventory file.",
        examples=[["python", "announce.py"]],
    )
    timeout: Annotated[Whole, Field(ge=1, le=86400)] = Field(300, description="Seconds until it is ended.")

    @model_validator(mode="after")
    def _no_empty_program(self) -> Self:
        faults = Faults()
        if not self.command[0]:
            faults.add(("command", 0), "may not be empty", "[python, announce.py]")
        faults.throw()
        return self


class Hooks(Part):
    """Programs that the controller runs around a run, and around the work on each host."""

    before_run: Hook | None = Field(None, description="Before the first host. If it fails, no host is touched.")
    after_run: Hook | None = Field(None, description="After the last host, however it ended. To fail is a warning.")
    before_host: Hook | None = Field(None, description="If it fails, the host is not touched and has failed.")
    after_host: Hook | None = Field(None, description="However it ended on the host. To fail is a warning.")
