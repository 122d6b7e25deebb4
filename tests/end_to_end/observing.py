"""What a person looks for on a host after something went wrong, and in the record of a run that goes on."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psutil

from tests.end_to_end.station import Station
from tests.outside import books_of_a_run
from tests.typed import Typed

PATIENCE = 60.0


def one_host(station: Station, **health: Any) -> None:
    """An inventory of one host, with a gate that gives up soon."""

    def change(data: dict[str, Any]) -> None:
        data["hosts"] = {"lab01": {"groups": ["web"]}}
        site = data["groups"]["web"]["sites"]["Hello"]
        site["health"].update({"timeout": 2, "interval": 0.2, **health})
        site["start_timeout"] = 2

    station.edit_inventory(change)


def left_behind(station: Station, host: str = "lab01") -> list[str]:
    """Lock, saved state, half made folders, received parts, stopped sites and pools: there should be none."""
    seen = station.snapshot(host)
    found = books_of_a_run(seen["files"])
    found += [path for path in seen["files"] if path.endswith((".partial", ".zip", ".new", ".tmp"))]
    states = (*seen["states"]["sites"].items(), *seen["states"]["pools"].items())
    return found + [f"{name} is {state}" for name, state in states if name == "Hello" and state != "Started"]


class Desk(Protocol):
    """Where commands are typed in processes of their own."""

    folder: Path

    def words(self, *words: str) -> list[str]: ...

    def environment(self, **more: str) -> dict[str, str]: ...


class Going:
    """A command that goes on while the test looks."""

    def __init__(self, station: Desk, words: tuple[str, ...], environment: dict[str, str]) -> None:
        self._runs = station.folder / ".iisfleet" / "runs"
        self._known = set(self._runs.iterdir()) if self._runs.exists() else set()
        self._run: str | None = None
        self.process = subprocess.Popen(
            station.words(*words),
            cwd=station.folder,
            env=station.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def run(self) -> str | None:
        """The id of its run, once there is one."""
        if self._run is None and self._runs.exists():
            self._run = next((folder.name for folder in set(self._runs.iterdir()) - self._known), None)
        return self._run

    def events(self) -> list[dict[str, Any]]:
        """What its record tells so far."""
        file = self._runs / str(self.run) / "events.jsonl"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def until(self, happened: Callable[[list[dict[str, Any]]], bool]) -> None:
        """Waits for its record to tell something."""
        deadline = time.monotonic() + PATIENCE
        while not happened(self.events()):
            assert self.process.poll() is None, self.ended().text
            assert time.monotonic() < deadline, self.events()
            time.sleep(0.01)  # a file of another process: there is no event to await

    def until_told(self, step: str) -> None:
        """Waits for a step, also one of a plan."""
        self.until(lambda events: any(e["event"] == "step_finished" and e["result"]["step"] == step for e in events))

    def until_step(self, step: str) -> None:
        """Waits for a step outside a plan."""
        self.until(lambda events: step in steps_done(events))

    def until_script(self, name: str) -> None:
        """Waits for the start of a script that changes something."""
        self.until(lambda events: any(_starts(event, name) for event in events))

    def ended(self) -> Typed:
        """Its end."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return Typed(self.process.returncode, out, err)


def _starts(event: dict[str, Any], name: str) -> bool:
    return event["event"] == "script_started" and event["script"] == name and not event["what_if"]


def steps_done(events: list[dict[str, Any]]) -> list[str]:
    """The steps of scripts that change something."""
    done, planning = [], dict[str, bool]()
    for event in events:
        if event["event"] == "script_started":
            planning[event["host"]] = event["what_if"]
        if event["event"] == "step_finished" and not planning[event["host"]]:
            done.append(event["result"]["step"])
    return done


@contextmanager
def going(station: Desk, *words: str, **environment: str) -> Iterator[Going]:
    """A command that is ended with the test, whatever happens."""
    started = Going(station, words, environment)
    try:
        yield started
    finally:
        started.process.kill()  # nothing, if it has ended
        if started.process.stdout is not None and not started.process.stdout.closed:
            started.process.communicate(timeout=PATIENCE)


def descendants(pid: int) -> list[psutil.Process]:
    """A process and all that it started."""
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def temporary(station: Station) -> Path:
    """The folder of the lab's sockets and other passing files."""
    state = json.loads((station.lab_root / "fleet.json").read_text(encoding="utf-8"))
    return Path(state["temporary"])
