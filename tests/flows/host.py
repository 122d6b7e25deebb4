"""A host that exists only as answers: what its scripts say, put together as a test wants it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iisfleet.errors import IisfleetError
from iisfleet.remote.connection import ScriptResult
from iisfleet.results import Change, StepFailure, StepResult
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Parcel

FACTS: dict[str, Any] = {
    "computer": "WEB01",
    "os": {"caption": "Windows Server 2022", "version": "10.0.20348", "build": "20348", "installationType": "Server"},
    "powershell": {"version": "5.1", "edition": "Desktop", "languageMode": "FullLanguage"},
    "elevated": True,
    "user": "CORP\\ann",
    "iis": {"installed": True, "version": "10.0", "sharedConfiguration": False},
    "ancm": {"v1": None, "v2": {"version": "20.0", "registered": True, "file64": True, "file32": True}},
    "frameworks": {
        "x64": {"Microsoft.AspNetCore.App": ["8.0.8", "10.0.1"], "Microsoft.NETCore.App": ["8.0.8", "10.0.1"]},
        "x86": {"Microsoft.AspNetCore.App": ["10.0.1"], "Microsoft.NETCore.App": ["10.0.1"]},
    },
    "disks": {"C": {"free": 10**12, "size": 10**12}, "D": {"free": 10**12, "size": 10**12}},
    "features": {"windowsAuth": True, "basicAuth": True, "appInit": True},
    "modules": [],
}
LOCK = {
    "run": "20260101-000000-dead", "who": "bob@pc", "controller": "pc", "processId": 7, "why": "deploy",
    "since": "2026-01-01T00:00:00Z", "sessionAlive": True,
}  # fmt: skip
POOL_CHANGE = Change("pool/Hello/startMode", "OnDemand", "AlwaysRunning")


def ok(name: str, data: Mapping[str, Any] | None = None, *, phase: str = "starting", **fields: Any) -> StepResult:
    """A step that went well; with ``changes`` it has changed something."""
    status = "changed" if fields.get("changes") else "ok"
    return StepResult(name, phase, status, data=dict(data or {}), **fields)  # type: ignore[arg-type]


def bad(name: str, phase: str, kind: str = "test", message: str = "It went wrong.") -> StepResult:
    failure = StepFailure(message, expected="good", found="bad", remedy="mend it", kind=kind)
    return StepResult(name, phase, "failed", error=failure)


def said(*steps: StepResult) -> ScriptResult:
    """What a script with these results did."""
    return ScriptResult(steps, next((step for step in steps if step.status == "failed"), None), completed=True)


def served(target: str = "Hello", release: str | None = None, manifest: str | None = None, **fields: Any) -> StepResult:
    """Get-SiteRelease: by default a host that has nothing."""
    kept = [{"id": release, "manifest": manifest}] if release and manifest else []
    data = {"target": target, "release": release, "manifest": manifest, "releases": kept, "incoming": {}, **fields}
    return ok("Get-SiteRelease", data)


def looked(
    *others: StepResult,
    lock: Mapping[str, Any] | None = None,
    unfinished: str | None = None,
    facts: Mapping[str, Any] = FACTS,
    changes: Sequence[Change] = (),
) -> ScriptResult:
    """The script of a plan."""
    held = ok("Get-HostLock", {"lock": lock, "unfinished": unfinished})
    changing = [ok("Set-IisPool", phase="publishing", changes=tuple(changes))] if changes else []
    return said(ok("Get-HostFact", facts), held, *others, *changing)


def journal(*events: tuple[str, str], run: str = "earlier", target: str = "Hello") -> StepResult:
    entries = [
        {"sequence": number, "event": event, "release": release, "target": target, "run": run}
        for number, (event, release) in enumerate(events, 1)
    ]
    return ok("Get-Journal", {"entries": entries})


def parcel(path: Path = Path("small.zip"), size: int = 100, removed: Sequence[str] = ()) -> Parcel:
    return Parcel(path, "c" * 64, size, 2, 1, tuple(removed))


@dataclass
class Played:
    """What a flow asked for, and how it ended."""

    outcome: Outcome | None = None
    asked: list[Instruction] = field(default_factory=list)

    @property
    def ended(self) -> Outcome:
        assert self.outcome is not None
        return self.outcome

    @property
    def kinds(self) -> list[str]:
        """``Pack``, ``Run deploy/updating``, ...: the instructions in short."""
        return [_kind(instruction) for instruction in self.asked]


def _kind(instruction: Instruction) -> str:
    script = getattr(instruction, "script", None)
    return f"Run {script.name}" if script else type(instruction).__name__


def play(flow: Flow, *answers: Any) -> Played:
    """Sends a flow these answers, one an instruction; an error is thrown. All of them must be asked for."""
    played = Played()
    waiting = list(answers)
    try:
        played.asked.append(next(flow))
        while True:
            assert waiting, f"asked for more than the test answers: {played.kinds}"
            answer = waiting.pop(0)
            asked = flow.throw(answer) if isinstance(answer, IisfleetError) else flow.send(answer)
            played.asked.append(asked)
    except StopIteration as end:
        played.outcome = end.value
    assert not waiting, f"ended after {played.kinds}, before {waiting}: {played.outcome}"
    return played
