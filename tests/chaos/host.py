"""One controller and one host that many cells are carried out on, one after the other.

A cell leaves the host as it found it but for the release, so that nothing is made anew: what is live is called old, the
next release new. A cell that fails says so, and the host is made anew.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from iisfleet.commands import running
from iisfleet.flows import recovering
from iisfleet.inventory import Host
from iisfleet.remote.connection import Connection, RequestCount, ScriptResult, ignore_step
from iisfleet.remote.psrp import Limits, connect
from iisfleet.remote.psrp.transport import Transport
from iisfleet.rendering import Script
from iisfleet.results import StepResult
from iisfleet.rollout.driver import Driver
from iisfleet.rollout.instructions import Flow, Outcome
from tests.chaos.cells import Cell, Mode, Moment
from tests.chaos.prober import Prober, folded, look
from tests.contracts.controller import Controller, Told
from tests.contracts.inventories import simple
from tests.outside import HOUSE, books_of_a_run
from winlab.faults import FAULTS
from winlab.windows.machine import Machine

PAGE = "back in a moment"
LIVE = r"C:\inetpub\hello"
CONNECTION = {"ask_timeout": 2, "retry_timeout": 1, "connect_timeout": 5}
DEADLINE = 120
FLAG = r"C:\health\up.txt"  # what a load balancer asks for
PATIENCE = 20.0
# Ports, process ids and sizes: other ones the next time. And of long sentences the beginning.
_PASSING = re.compile(r"(?<=127\.0\.0\.1):\d+| \(\d[^)]*\)|(?<=.{90})\S*\s.*", re.DOTALL)


class Killed(BaseException):
    """The controller's process has ended: nothing in it goes on."""


@dataclass(frozen=True)
class Seen:
    """What came of a cell. ``lock`` and ``guard``: what was left on the host when the controller had ended.

    ``mended``: who brought the host back to rest: the deploy itself, the guard, or the next deploy.
    """

    cell: Cell
    during: str
    after: str
    code: str
    lock: str
    guard: str
    message: str
    mended: str
    later: str


@dataclass
class Plot:
    """What is to happen during one deploy."""

    host: "ChaosHost"
    cell: Cell
    armed: bool = False
    dead: bool = False
    told: int = 0
    connect: Callable[[], Connection] = field(init=False)

    @property
    def after(self) -> int:
        return self.host.steps_until(self.cell)

    def arm(self, script: Script, what_if: bool) -> bool:
        """Faults of a moment begin with the script that has its phase: the plan before has it, too."""
        moment = self.cell.moment
        if self.armed or what_if or not script.name.startswith("deploy/"):
            return False
        if moment is not None and moment.phase not in script.name.partition("/")[2].split("+"):
            return False
        self.armed = True
        self.host.break_down(self.cell, self.after)
        return True

    def hear(self, result: StepResult) -> None:
        """A controller that dies has heard of the step, and of none after it."""
        moment = self.cell.moment
        if not self.cell.dies or not self.armed or moment is None or result.phase != moment.phase:
            return
        self.told += 1
        if self.told > self.after:
            self.dead = True
            raise Killed


class Wire:
    """A connection that the plot listens to."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._real = plot.connect()
        self.requests: RequestCount = self._real.requests

    def run(self, script: Script, *, what_if: bool = False, on_step: Any = ignore_step, **more: Any) -> ScriptResult:
        if self._plot.arm(script, what_if):
            # A real engine asks the lab after each step only if a fault was on when its session began.
            self._real.close()
            self._real = self._plot.connect()
            self.requests = self._real.requests

        def hear(result: StepResult) -> None:
            on_step(result)
            self._plot.hear(result)

        return self._real.run(script, what_if=what_if, on_step=hear, **more)

    def stop(self) -> None:
        self._real.stop()

    def close(self) -> None:
        if not self._plot.dead:
            self._real.close()


class ChaosHost:
    """A host that serves a release; ``close`` ends it."""

    def __init__(self, folder: Path, engine: str, mode: Mode) -> None:
        self._folder = folder
        self._engine = engine
        self.mode = mode
        self._made = 0
        self._release = 0
        self._begin()

    def _begin(self) -> None:
        self._made += 1
        self.controller = Controller(self._folder / f"{self.mode}{self._made}", self._engine)
        self.machine.power.pace = 0.05
        self.machine.given({"files": {FLAG: "up"}})
        self._declare()
        self.next_release()
        told = self.controller.ask("deploy")
        assert told.code == 0, told.text
        self._live = self._release
        self.next_release()
        assert self.controller.ask("deploy").code == 0
        self._live = self._release
        self._steps = _steps_of(self.controller.events()[-1])

    def _declare(self) -> None:
        page = self.controller.folder / "inventories" / "page.htm"
        page.write_text(f"<html><body>{PAGE}</body></html>", encoding="utf-8")
        inplace: dict[str, Any] = {}
        if self.mode != "switch":
            inplace = {"publish": "in-place", "offline": self.mode, "suspend_timeout": 2}
        if self.mode == "page":
            inplace["offline_page"] = "page.htm"
        health = {"path": "/healthz", "timeout": 1, "interval": 0.1, "request_timeout": 1}
        site = simple(path=LIVE, health=health, start_timeout=1, **inplace)
        self.controller.write(site, CONNECTION, guard={"deadline": DEADLINE}, drain={"flag": FLAG, "wait": 0})

    @property
    def machine(self) -> Machine:
        return self.controller.machine

    def close(self) -> None:
        self.controller.close()

    def renew(self) -> None:
        """After a cell that failed."""
        self.close()
        self._begin()

    def next_release(self) -> None:
        self._release += 1
        title = json.dumps({"Hello": {"Title": f"release {self._release}"}})
        self.controller.change_file("appsettings.Production.json", title)

    def moments(self) -> list[Moment]:
        """Every step of a deploy, in order; of steps of one name the last."""
        steps = [(phase, step) for phase, names in self._steps.items() for step in names]
        return [Moment(phase, step, step) for phase, step in dict.fromkeys(steps)]

    def steps_until(self, cell: Cell) -> int:
        """How many steps of its phase a deploy has told when the moment comes, but for that last one."""
        if cell.moment is None:
            return 0
        steps = self._steps[cell.moment.phase]
        assert cell.moment.step in steps, f"{cell.moment.step} is not among {steps}"
        return len(steps) - 1 - steps[::-1].index(cell.moment.step)

    def break_down(self, cell: Cell, after: int) -> None:
        for fault, options in cell.breaks.items():
            wanted = dict(options)
            if cell.moment is not None and "after" in FAULTS[fault].options:
                wanted |= {"phase": cell.moment.phase, "after": after}
            if wanted.get("path") == "live":
                wanted["path"] = rf"{LIVE}\appsettings.Production.json"
            self.machine.break_down(fault, wanted)

    # A cell

    def carry_out(self, cell: Cell) -> Seen:
        """Deploys the next release while the cell's fault strikes, looks, and lets the next deploy complete it."""
        self.next_release()
        plot = Plot(self, cell, armed=cell.at_start)
        if cell.at_start:
            self.break_down(cell, 0)
        with Prober(self.machine, PAGE, self._called) as prober:
            told = self._deploy(plot)
            assert self.machine.power.wait(PATIENCE)
            lock, guard, after = self._lock(), self._guard(), self.served()
            self.machine.repair()
            mended = self._come_to_rest(guard)
            later = self.served()
        during = folded(prober.sights())
        if mended != "the next deploy":
            assert self.rest() == []
        assert later in ("old", "new"), f"{later} is served once {mended} has mended it: {during}"
        self.completed()
        self._live = self._release
        code, message = _end_of(told, plot)
        return Seen(cell, during, after, code, lock, guard, message, mended, later)

    def _deploy(self, plot: Plot) -> Told:
        with _plotting(plot):
            told = self.controller.ask("deploy")
        if plot.dead:
            _bury(self.controller.folder)
        return told

    def _come_to_rest(self, guard: str) -> str:
        """Waits for whoever brings the host back by itself."""
        if guard == "-":
            return "the next deploy" if self.rest(1.0) else "itself"
        self.machine.tasks.pace = 0.002
        try:
            self.rest()
        finally:
            self.machine.tasks.pace = 1.0
        return "the guard"

    def rest(self, seconds: float = PATIENCE) -> list[str]:
        """What is still left once nothing goes on any more, or after a while: a guard still writes how it ended."""
        until, quiet, found = time.monotonic() + seconds, 0, self.left()
        while quiet < 3 and time.monotonic() < until:
            time.sleep(0.01)  # the guard is a task of the host: there is no event to await
            found = self.left()
            quiet = 0 if found else quiet + 1
        return found

    def completed(self) -> None:
        """The same deploy completes what this one did not, and a second one finds nothing to do."""
        completed = self.controller.ask("deploy")
        assert completed.code == 0, completed.text
        assert self.served() == "new"
        again = self.controller.ask("deploy")
        assert (again.code, again.host["status"], again.changes) == (0, "ok", []), again.text
        assert self.left() == [], self.left()

    def _called(self, title: str) -> str:
        return {f"release {self._release}": "new", f"release {self._live}": "old"}.get(title, title)

    def served(self) -> str:
        return self._called(look(self.machine, PAGE))

    def _lock(self) -> str:
        return "held" if self.machine.fs.exists(rf"{HOUSE}\lock") else "free"

    def _guard(self) -> str:
        return "armed" if self._guards() else "-"

    def _guards(self) -> list[str]:
        return [task["path"] for task in self.machine.tasks.all() if r"\guard-" in task["path"]]

    def served_title(self) -> str:
        return look(self.machine, PAGE)

    def journal(self) -> list[dict[str, Any]]:
        """Its lines, in the order in which they were written."""
        text = self.machine.fs.read(rf"{HOUSE}\journal.jsonl").decode()
        return [json.loads(line) for line in text.splitlines()]

    def left(self) -> list[str]:
        """Locks, saved states, backups, pages, half an upload, tasks, sites that are stopped: there should be none."""
        seen = self.machine.snapshot()
        files = [path for path, what in seen["files"].items() if what != "folder"]
        found = books_of_a_run(files)
        found += [path for path in files if path.endswith((".partial", ".tmp", ".new", ".drained"))]
        found += [path for path in files if path.endswith("app_offline.htm") or ".iisfleet\\before\\" in path]
        states = [*seen["states"]["sites"].items(), *seen["states"]["pools"].items()]
        found += [f"{name} is {state}" for name, state in states if name == "Hello" and state != "Started"]
        return sorted(set(found)) + self._guards()


@contextmanager
def _plotting(plot: Plot) -> Iterator[None]:
    """The product's own connection, which the plot listens to, and a process that can die without ending this one."""
    drive, send = Driver.drive, Transport.send

    def connecting(host: Host) -> Connection:
        plot.connect = lambda: connect(host, Limits(backoff=0.05))
        return Wire(plot)

    def driving(self: Driver, flow: Callable[[Host], Flow]) -> Outcome:
        try:
            return drive(self, flow)
        except Killed:
            return Outcome("unknown")

    def sending(self: Transport, message: bytes, **options: Any) -> bytes:
        if plot.dead:
            raise Killed
        return send(self, message, **options)

    with ExitStack() as stack:
        stack.enter_context(patch.object(running, "connect", connecting))
        stack.enter_context(patch.object(Driver, "drive", driving))
        stack.enter_context(patch.object(Transport, "send", sending))
        stack.enter_context(patch.object(recovering, "APART", 0.2))
        yield


def _bury(folder: Path) -> None:
    """The record of the last run says that its process is one that is not there."""
    last = max((folder / ".iisfleet" / "runs").iterdir(), key=lambda run: run.stat().st_ctime_ns) / "run.json"
    last.write_text(json.dumps({**json.loads(last.read_text()), "process": 2**22 + 1}), encoding="utf-8")


def _steps_of(events: list[dict[str, Any]]) -> dict[str, list[str]]:
    """By phase the steps that a deploy has told, without its plan."""
    steps: dict[str, list[str]] = {}
    planning = True
    for event in events:
        if event["event"] == "script_started":
            planning = event["what_if"]
        if event["event"] == "step_finished" and not planning:
            steps.setdefault(event["result"]["phase"], []).append(event["result"]["step"])
    return steps


def _end_of(told: Told, plot: Plot) -> tuple[str, str]:
    """The exit code, and the sentence that a person reads first."""
    if plot.dead:
        return "killed", ""
    failure = told.host["failure"]
    notes = told.host["warnings"]
    return str(told.code), _PASSING.sub("", failure["message"] if failure else next(iter(notes), ""))
