"""A controller and its one host in this process: the words a person types, the real connection, a lab to look into."""

import contextlib
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.contracts.inventories import HOST
from tests.contracts.tags import Tag, to_yaml
from tests.typed import Typed, run_here
from winlab.fleet import Fleet, LabHost
from winlab.windows.machine import Machine

HELLO = Path(__file__).resolve().parents[2] / "inventories" / "packages" / "hello"


class Told(Typed):
    """What came of a command to the one host."""

    @property
    def host(self) -> dict[str, Any]:
        return self.hosts[HOST]

    @property
    def changes(self) -> list[dict[str, Any]]:
        changes: list[dict[str, Any]] = self.host["changes"]
        return changes


class Controller:
    """A folder that commands are typed in, and the lab of one host that they reach. ``close`` ends both."""

    def __init__(self, folder: Path, engine: str, profile: str = "ready") -> None:
        self.folder = folder
        self.engine = engine
        (folder / "inventories").mkdir(parents=True)
        shutil.copytree(HELLO, folder / "hello")
        self._fleet = Fleet(folder.with_name(f"{folder.name}-lab"), [HOST], engine=engine, profile=profile)
        self._fleet.__enter__()

    @property
    def lab(self) -> LabHost:
        return self._fleet.host(HOST)

    @property
    def machine(self) -> Machine:
        return self.lab.machine

    def snapshot(self) -> dict[str, Any]:
        return self.machine.snapshot()

    def write(self, sites: Mapping[str, Any], connection: Mapping[str, Any] | None = None, **more: Any) -> None:
        """The inventory ``it``: these sites on the host, and what ``more`` says of it.

        The password is a file, as the lab hands it out.
        """
        endpoint = self.lab.endpoint
        reached = {
            "address": endpoint.address,
            "port": endpoint.port,
            "ssl": endpoint.ssl,
            "auth": "ntlm",
            "username": endpoint.username,
            "password": Tag(f"file:{self._fleet.password_file}"),
            **(connection or {}),
        }
        inventory = {"environment": "it", "hosts": {HOST: {"connection": reached, "sites": dict(sites), **more}}}
        (self.folder / "inventories" / "it.yml").write_text(to_yaml(inventory), encoding="utf-8")

    def type(self, *words: str) -> Told:
        """Types a command; nothing a user causes may end in a traceback."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run_here(words)
        return Told(code, out.getvalue(), err.getvalue())

    def ask(self, task: str, *words: str) -> Told:
        """``deploy``, ``plan`` or ``rollback`` with ``--json``."""
        return self.type(task, "--env", "it", "--json", *words)

    def change_file(self, path: str, text: str) -> None:
        """Writes a file of the package anew."""
        (self.folder / "hello" / path).write_text(text, encoding="utf-8", newline="\n")

    def events(self) -> list[list[dict[str, Any]]]:
        """The events of every run, the oldest run first."""
        runs = sorted((self.folder / ".iisfleet" / "runs").iterdir(), key=lambda run: run.stat().st_ctime_ns)
        files = [(run / "events.jsonl").read_text(encoding="utf-8") for run in runs]
        return [[json.loads(line) for line in text.splitlines()] for text in files]

    def close(self) -> None:
        self._fleet.__exit__(None, None, None)
