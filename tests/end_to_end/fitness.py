"""A server on a bad day, and what must be true of it afterwards: the words a person types, and a lab to look into."""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from tests.contracts.controller import Controller, Told
from tests.contracts.inventories import simple
from tests.end_to_end.station import PROJECT
from tests.outside import books_of_a_run
from winlab.fleet import front_urls

# Records of jobs, what DSC was set to before, an installer that could not do its work: they stay, too.
STAYS = ("jobs", "dsc", "installers", "incoming", "services", "tasks")

PATIENCE = 90.0
FLAG = r"C:\health\up.txt"  # what a load balancer asks for

# A site that a person has stopped, though it has autoStart, and a dependant of IIS that runs.
BESIDE: dict[str, Any] = {
    "iis": {
        "pools": {"Old": {"managedRuntimeVersion": ""}},
        "sites": {"Old": {"physicalPath": r"C:\old", "pool": "Old", "bindings": ["http *:8081:"]}},
    },
    "files": {r"C:\old": None, FLAG: "up"},
    "states": {"pools": {"Old": "Stopped"}, "sites": {"Old": "Stopped"}},
    "services": {"WMSVC": "Running"},
}


class Server:
    """A controller and its one server, which serves Hello from the start unless it is bare."""

    def __init__(self, controller: Controller, bundle: str = "10.0.13", **site: Any) -> None:
        self.controller = controller
        self.folder = controller.folder
        self.machine = controller.machine
        self.machine.power.pace = 0.05
        self.declare(bundle, **site)

    def declare(self, bundle: str, **site: Any) -> None:
        """The inventory, with an installer of this version of the hosting bundle; ``site``: more about Hello."""
        packages = {"hosting_bundle": {"installer": str(self.installer(bundle))}}
        hello = simple(**{"health": {"path": "/healthz", "timeout": 20}, **site})
        self.controller.write(hello, packages=packages, drain={"flag": FLAG, "wait": 0})

    def installer(self, version: str, name: str = "dotnet-hosting-{}-win.exe", **more: Any) -> Path:
        """A file of this machine that stands for an installer."""
        file = self.folder / name.format(version)
        header = {"kind": "hosting-bundle", "version": version, "signer": "Microsoft Corporation", **more}
        file.write_text(f"winlab-installer {json.dumps(header)}\n", encoding="utf-8")
        return file

    def serve(self) -> "Server":
        """Deploys Hello, and puts beside it what must not be touched."""
        self.ask("deploy", code=0)
        self.machine.given(BESIDE)
        return self

    def ask(self, *words: str, code: int) -> Told:
        """A command with ``--json``, and its exit code. A second controller could do its work afterwards."""
        told = self.controller.ask(*words)
        assert told.code == code, told.text
        return told

    def reads(self, *words: str, code: int) -> str:
        """What a person reads on the screen; of a failure everything that is needed at night."""
        typed = self.controller.type(*words, "--env", "it")
        assert typed.code == code, typed.text
        if code == 2:
            assert_says_all(typed.out)
        return typed.out

    def words(self, *words: str) -> list[str]:
        """A command in a process of its own, which can be killed."""
        return [sys.executable, "-m", "invoke", "-r", str(PROJECT), *words, "--env", "it"]

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, "COLUMNS": "200", **more}

    @contextmanager
    def held_installer(self) -> Iterator["Held"]:
        """Installers do not end before they may."""
        held, installers = Held(), self.machine.installers
        start, poll = installers.start, installers.poll

        def starting(path: str, arguments: Any) -> int:
            held.started.set()
            return start(path, arguments)

        setattr(installers, "start", starting)  # noqa: B010
        setattr(installers, "poll", lambda number: poll(number) if held.may_end.is_set() else None)  # noqa: B010
        try:
            yield held
        finally:
            held.may_end.set()
            del installers.start, installers.poll

    def settled(self, *words: str, served: bool = True) -> None:
        """The same command again finds nothing to do and does nothing; and all is as it was."""
        before = self.machine.snapshot()
        told = self.ask(*words, code=0)
        assert (told.host["status"], told.changes) == ("ok", []), told.text
        assert self.machine.snapshot() == before
        self.sound(served=served)

    def sound(self, *, served: bool = True, **services: str) -> None:
        """What ran before runs, what was stopped is stopped, and nothing holds the host."""
        assert self.left() == []
        if served:
            seen = self.machine.snapshot()
            assert self.status() == 200
            assert FLAG in seen["files"]
            assert seen["states"]["sites"] == {"Hello": "Started", "Old": "Stopped"}
            assert seen["states"]["pools"].items() >= {"Hello": "Started", "Old": "Stopped"}.items()
            running = {"W3SVC": "Running", "WAS": "Running", "WMSVC": "Running", **services}
            assert {name: seen["services"][name]["status"] for name in running} == running

    def left(self) -> list[str]:
        """Locks, saved states, secrets, half an upload, a job that goes on: there should be none."""
        files = [path for path, seen in self.machine.snapshot()["files"].items() if seen != "folder"]
        found = [path for path in books_of_a_run(files) if path.split("\\")[3] not in STAYS]
        found += [path for path in files if path.endswith((".partial", ".tmp", ".drained", "secrets.json"))]
        tasks = [task["path"] for task in self.machine.tasks.all()]
        return found + [path for path in tasks if path.startswith((r"\iisfleet\job-", r"\iisfleet\guard-"))]

    def status(self) -> int:
        """What Hello answers."""
        url = next(url for binding, url in front_urls(self.machine).items() if binding.startswith("http *:80:"))
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


class Held:
    """An installer at work."""

    def __init__(self) -> None:
        self.started = Event()
        self.may_end = Event()

    def is_at_work(self) -> None:
        """Returns once it is."""
        assert self.started.wait(PATIENCE)


def assert_says_all(text: str) -> None:
    """What a person needs at 2 a.m.: what was expected, what was found, what to do now, where the record is."""
    for label in ("expected:", "found:", "next:", "record:"):
        assert f"  {label}" in text, text
    assert all(line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("  ")), text
