"""A controller in a folder of its own: the very words a person types."""

import io
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from tests.conftest import find_pwsh
from tests.typed import Typed, run_here
from winlab import background, control

PROJECT = Path(__file__).resolve().parents[2]
HELLO = PROJECT / "inventories" / "packages" / "hello"


class Station:
    """A folder with inventories, a package and a lab; ``engine`` is pwsh or emulated."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.folder = folder
        self.engine = engine
        shutil.copytree(PROJECT / "inventories", folder / "inventories")
        self.package = folder / "inventories" / "packages" / "hello"

    @property
    def lab_root(self) -> Path:
        return self.folder / ".iisfleet" / "lab"

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a command; the engine is there only where it is asked for."""
        names = {name: value for name, value in os.environ.items() if not name.startswith("IISFLEET_")}
        if self.engine == "pwsh":
            names["IISFLEET_PWSH"] = str(find_pwsh())
        return {**names, "IISFLEET_ENGINE": self.engine, "COLUMNS": "200", **more}

    def words(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "invoke", "-r", str(PROJECT), *words]

    def type(self, *words: str, **environment: str) -> Typed:
        """Types a command and waits for its end; in this process, for one of its own takes a second to begin."""
        if environment:  # what a process finds when it begins
            return self.type_apart(*words, **environment)
        out, err = io.StringIO(), io.StringIO()
        there = patch.dict(os.environ, self.environment(), clear=True)
        with there, chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            code = run_here(words)
        return Typed(code, out.getvalue(), err.getvalue())

    def type_apart(self, *words: str, **environment: str) -> Typed:
        """The same in a process of its own."""
        done = subprocess.run(
            self.words(*words),
            cwd=self.folder,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        return Typed(done.returncode, done.stdout, done.stderr)

    def deploy(self, *words: str, **environment: str) -> Typed:
        """``deploy --env lab --json``."""
        return self.type("deploy", "--env", "lab", "--json", *words, **environment)

    def release(self, name: str) -> Path:
        """Another publish output: the sample with one file changed. ``served`` tells which one answers."""
        target = self.folder / name
        shutil.copytree(self.package, target)
        file = target / "appsettings.Production.json"
        file.write_text(json.dumps({"Hello": {"Title": f"This is {name}"}}), encoding="utf-8")
        return target

    def served(self, host: str) -> str:
        """The front page of the host's site."""
        with urllib.request.urlopen(self.url(host), timeout=20) as answer:
            return str(answer.read().decode())

    def edit_inventory(self, change: Any, env: str = "lab") -> None:
        """Changes the inventory as data: ``change`` is a function on the loaded mapping."""
        file = self.folder / "inventories" / f"{env}.yml"
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        change(data)
        file.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")

    def ask_lab(self, do: str, **parameters: Any) -> Any:
        """A command to the lab's own control, past the product."""
        running = background.find(self.lab_root)
        assert running is not None, "the lab is not up"
        state = running.state["control"]
        return control.ask(state["port"], state["token"], do, **parameters)

    def snapshot(self, host: str) -> Any:
        """The host as it is seen from outside."""
        return self.ask_lab("call", host=host, method="machine.snapshot", params={})

    def break_down(self, fault: str, host: str = "", **options: Any) -> None:
        self.ask_lab("break", host=host, fault=fault, options=options)

    def repair(self) -> None:
        self.ask_lab("repair", host="")

    def url(self, host: str) -> str:
        """Where the host's site answers."""
        front: dict[str, str] = self.ask_lab("status")["hosts"][host]["front"]
        return next(iter(front.values()))

    def close(self) -> None:
        background.down(self.lab_root)
