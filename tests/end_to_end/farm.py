"""Three servers and their controller in this process: what happens to one because of another."""

import contextlib
import io
import json
import shlex
import shutil
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.contracts.controller import HELLO
from tests.contracts.inventories import simple
from tests.contracts.tags import Tag, to_yaml
from tests.typed import Typed, run_here
from winlab.fleet import Fleet, front_urls
from winlab.windows.machine import Machine

NAMES = ("web01", "web02", "web03")


class Farm:
    """A folder that commands are typed in, and a lab of three hosts. ``close`` ends it."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.folder = folder
        (folder / "inventories").mkdir(parents=True)
        shutil.copytree(HELLO, folder / "hello")
        self._fleet = Fleet(folder.with_name(f"{folder.name}-lab"), NAMES, engine=engine)
        self._fleet.__enter__()
        self.declare()

    def declare(
        self, hooks: Mapping[str, Any] | None = None, site: Mapping[str, Any] | None = None, **rollout: Any
    ) -> None:
        """The inventory: Hello on all of them (``site``: more about it), and in which order they get it."""
        health = {"path": "/healthz", "timeout": 1, "interval": 0.2}
        inventory = {
            "environment": "it",
            "rollout": rollout,
            "hooks": dict(hooks or {}),
            "defaults": {"sites": simple(**{"health": health, **(site or {})}), "guard": False},
            "hosts": {name: {"connection": self._connection(name)} for name in NAMES},
        }
        (self.folder / "inventories" / "it.yml").write_text(to_yaml(inventory), encoding="utf-8")

    def _connection(self, name: str) -> dict[str, Any]:
        endpoint = self._fleet.host(name).endpoint
        return {
            "address": endpoint.address,
            "port": endpoint.port,
            "ssl": endpoint.ssl,
            "auth": "ntlm",
            "username": endpoint.username,
            "password": Tag(f"file:{self._fleet.password_file}"),
        }

    def machine(self, name: str) -> Machine:
        return self._fleet.host(name).machine

    def snapshots(self, *names: str) -> dict[str, Any]:
        return {name: self.machine(name).snapshot() for name in names}

    def release(self, title: str) -> None:
        """The package is another one from now on; ``served`` tells it by its title."""
        settings = json.dumps({"Hello": {"Title": title}})
        (self.folder / "hello" / "appsettings.Production.json").write_text(settings, encoding="utf-8")

    def type(self, *words: str) -> Typed:
        """Types a command."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run_here(words)
        return Typed(code, out.getvalue(), err.getvalue())

    def deploy(self, *words: str) -> Typed:
        return self.type("deploy", "--env", "it", "--json", *words)

    def resume(self, typed: Typed) -> Typed:
        """Types the very command that a run has named."""
        words = shlex.split(typed.document["resume"])
        assert words[0] == "invoke"
        return self.type(*words[1:], "--json")

    def served(self) -> list[str]:
        """The titles of the front pages."""
        return [self._title(name) for name in NAMES]

    def _title(self, name: str) -> str:
        with urllib.request.urlopen(next(iter(front_urls(self.machine(name)).values())), timeout=20) as answer:
            page = str(answer.read().decode())
        return page.partition("<h1>")[2].partition("</h1>")[0]

    def cut(self, run: str, event: str) -> dict[str, Any]:
        """The record of a run whose controller died once it had told this; the last event that is left."""
        file = self.folder / ".iisfleet" / "runs" / run / "events.jsonl"
        lines = file.read_text(encoding="utf-8").splitlines()
        last = next(n for n, line in enumerate(lines) if json.loads(line)["event"] == event)
        file.write_text("\n".join([*lines[: last + 1], '{"event": "host_fin']), encoding="utf-8")
        (file.parent / "run.json").unlink()
        told: dict[str, Any] = json.loads(lines[last])
        return told

    def events(self, run: str) -> list[dict[str, Any]]:
        """The record of a run."""
        text = (self.folder / ".iisfleet" / "runs" / run / "events.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def close(self) -> None:
        self._fleet.__exit__(None, None, None)
