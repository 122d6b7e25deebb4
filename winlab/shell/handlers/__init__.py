"""Steps of the emulated shell: what scripts/<topic>/Verb-Noun.ps1 does on Windows, done on the model by a handler.

Each topic is a module of this package; all of them are imported when the first step is looked up.
"""

import importlib
import pkgutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from winlab.windows.errors import NotEmulated
from winlab.windows.shares import SYSTEM

if TYPE_CHECKING:
    from winlab.windows.machine import Machine
    from winlab.windows.processes import Process

Params = Mapping[str, Any]


class SecretText:
    """The text of a SecureString. Prints as ***; only `reveal` gives it away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text, for the API that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretText) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True)
class StepOutcome:
    """What a step returns, as New-StepResult does: changes (see `change`), data, warnings."""

    changes: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class StepFailure(Exception):
    """What New-StepError makes: a failure in words for the person who reads the report."""

    def __init__(
        self,
        message: str,
        expected: str | None = None,
        found: str | None = None,
        remedy: str | None = None,
        kind: str | None = None,
    ) -> None:
        super().__init__(message)
        self.expected, self.found, self.remedy, self.kind = expected, found, remedy, kind


@dataclass
class Session:
    """One run of one script: what the preamble of a rendered script holds in $script:IisFleet.

    content: chunks of pipeline input; pending: the one configuration edit in memory that Set-* steps share, None
    until the first of them; stopped: set when the client asked to stop (wait on it instead of sleeping); state:
    whatever handlers share in one script, such as the handle of the lock; at_end: run when the script ends, in any
    way; process: wsmprovhost.exe, one for all scripts of a shell (None until somebody asks).
    """

    machine: "Machine"
    whatif: bool = False
    content: list[bytes] = field(default_factory=list)
    secrets: Mapping[str, SecretText] = field(default_factory=dict)
    pending: Any = None
    stopped: threading.Event = field(default_factory=threading.Event)
    state: dict[str, Any] = field(default_factory=dict)
    at_end: list[Callable[[], None]] = field(default_factory=list)
    process: "Process | None" = None

    @property
    def caller(self) -> str:
        """Who reads shares: SYSTEM for a job, else this session (winlab/windows/shares.py)."""
        if self.process is not None and self.process.name != "wsmprovhost.exe":
            return SYSTEM
        return f"session-{self.process.pid if self.process else 0}"


Handler = Callable[[Session, Params], StepOutcome]
_HANDLERS: dict[str, Handler] = {}


def step(name: str) -> Callable[[Handler], Handler]:
    """Register a handler under the name of its host function."""

    def register(handler: Handler) -> Handler:
        if name in _HANDLERS and _HANDLERS[name].__module__ != handler.__module__:
            raise ValueError(f"step {name} has a handler in {_HANDLERS[name].__module__} already")
        _HANDLERS[name] = handler
        return handler

    return register


def change(path: str, before: Any, after: Any) -> dict[str, Any]:
    """One entry of a step's changes, as New-Change makes it."""
    return {"path": path, "before": before, "after": after}


def handler_of(name: str) -> Handler:
    """The handler of a step. Raises NotEmulated if there is none."""
    _load_topics()
    if name not in _HANDLERS:
        raise NotEmulated(f"step {name}")
    return _HANDLERS[name]


@cache
def _load_topics() -> None:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
