"""The table as data: ways to publish, moments of a deploy, and what breaks then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Mode = Literal["switch", "page", "pools"]
MODES: Mapping[Mode, str] = {
    "switch": "`publish: switch`",
    "page": "`publish: in-place`, `offline: page`",
    "pools": "`publish: in-place`, `offline: pools`",
}


@dataclass(frozen=True)
class Moment:
    """Once this step of a phase has ended on the host."""

    phase: str
    step: str
    words: str


UNPACKED = Moment("updating", "Expand-Release", "the new release is unpacked")
BEGUN = Moment("publishing", "Lock-Host", "going live begins")
SAVED = Moment("publishing", "Save-IisState", "IIS' state is saved")
ASIDE = Moment("publishing", "Save-SiteContent", "the live files are copied aside")
OFFLINE = Moment("publishing", "Suspend-Site", "the site is offline")
COPIED = Moment("publishing", "Publish-Content", "the new files are copied")
COMMITTED = Moment("publishing", "Complete-IisChange", "IIS has its new settings")
STARTED = Moment("publishing", "Start-IisSite", "the site runs")
VERIFIED = Moment("verifying", "Test-SiteHealth", "the new release has answered")
RECORDED = Moment("finishing", "Add-JournalEntry", "the journal says deployed")
_SWITCH = (UNPACKED, SAVED, COMMITTED, STARTED, VERIFIED, RECORDED)
_IN_PLACE = (SAVED, ASIDE, OFFLINE, COPIED, COMMITTED, VERIFIED, RECORDED)


@dataclass(frozen=True)
class Cell:
    """One row: ``what`` breaks at a ``moment`` (None: from the start).

    ``breaks``: faults of the lab with their options; one that strikes at a step gets ``phase`` and ``after``.
    ``dies``: the controller's process is gone from that moment on. ``at_start``: it is so before the deploy begins.
    """

    mode: Mode
    what: str
    moment: Moment | None = None
    breaks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    dies: bool = False
    at_start: bool = False

    @property
    def may_serve_nothing(self) -> bool:
        """Where the inventory chose it; and while the release that is tried does not start at all."""
        return self.mode == "pools" or "pool-cannot-start" in self.breaks

    @property
    def name(self) -> str:
        when = self.moment.step if self.moment else "start"
        return f"{self.mode}-{self.what.replace(' ', '-')}-{when}"


def _struck(mode: Mode, what: str, fault: str, moments: tuple[Moment, ...], **options: Any) -> Iterator[Cell]:
    for moment in moments:
        yield Cell(mode, what, moment, {fault: options})


# The first step that is guarded and the last one, which takes the guard away, have no guard themselves.
_UNGUARDED = {("publishing", "Lock-Host"), ("finishing", "Remove-HostGuard"), ("finishing", "Unlock-Host")}


def dying(mode: Mode, moment: Moment) -> Cell:
    """A controller that is gone: what is guarded stands still, as nobody hears what it says; the rest goes on."""
    is_guarded = moment.phase != "updating" and (moment.phase, moment.step) not in _UNGUARDED
    return Cell(mode, "the controller is killed", moment, {"unheard": {}} if is_guarded else {}, dies=True)


def at_any(mode: Mode, moment: Moment) -> tuple[Cell, ...]:
    """What can break at each step: controller, session, host."""
    killed = Cell(mode, "the session is killed", moment, {"kill-session": {"times": 1}})
    return dying(mode, moment), killed, Cell(mode, "the host reboots", moment, {"reboots": {"when": "script"}})


def every_cell() -> tuple[Cell, ...]:
    return tuple(cell for mode in MODES for cell in cells_of(mode))


def cells_of(mode: Mode) -> Iterator[Cell]:
    moments = _SWITCH if mode == "switch" else _IN_PLACE
    few = (SAVED, COMMITTED) if mode == "switch" else (OFFLINE, COPIED)
    yield from _struck(mode, "the connection is cut", "cut-script", few, times=1)
    yield from _struck(mode, "the connection stays cut", "cut-script", (*few, VERIFIED), times=1000)
    yield from _struck(mode, "the session is killed", "kill-session", moments, times=1)
    yield from (dying(mode, moment) for moment in moments)
    yield from _struck(mode, "the host reboots", "reboots", moments, when="script")
    yield from _states(mode)


def _states(mode: Mode) -> Iterator[Cell]:
    yield Cell(mode, "the new release is not healthy", breaks={"failing-health": {}}, at_start=True)
    yield Cell(mode, "the pool does not start", breaks={"pool-cannot-start": {}}, at_start=True)
    yield Cell(mode, "applicationHost.config changes meanwhile", breaks={"changed-on-disk": {"times": 1}})
    yield Cell(mode, "the disk is full", breaks={"full-disk": {"free": 2000}})
    yield Cell(mode, "the disk is full", BEGUN, {"full-disk": {"free": 300}})
    if mode == "switch":
        yield Cell(mode, "a stranger holds a file of an old release", breaks={"locked-file": {}})
    else:
        yield Cell(mode, "a stranger holds a file", breaks={"locked-file": {"path": "live"}})
