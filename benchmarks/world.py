"""A fleet of lab hosts in this process, and iisfleet's command line in another, as a user runs it."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from winlab.fleet import Fleet, LabHost

ROOT = Path(__file__).resolve().parents[1]
HELLO = ROOT / "inventories" / "packages" / "hello"
BUNDLE = ROOT / "inventories" / "packages" / "installers" / "dotnet-hosting-10.0.12-win.exe"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
# The process tells its own peak: what wait4 tells is at least as much as its parent had when it started it.
_CODE = """
import atexit, pathlib
status = pathlib.Path("/proc/self/status")
atexit.register(lambda: pathlib.Path("status").write_text(status.read_text() if status.exists() else ""))
from iisfleet.cli import main
main()
"""
_IISFLEET = (sys.executable, "-c", _CODE)


class BenchmarkFailed(Exception):
    """A command that was to be measured did not do its work; the text is what it said."""


@dataclass(frozen=True)
class SecretFile:
    """A secret by reference, as an inventory writes it."""

    path: Path


class _Dumper(yaml.SafeDumper):
    """Knows ``!secret``."""


_Dumper.add_representer(SecretFile, lambda dumper, secret: dumper.represent_scalar("!secret", f"file:{secret.path}"))


@dataclass(frozen=True)
class Command:
    """A command that has ended. ``cpu``: seconds, user and system; ``memory``: bytes, the most that were resident."""

    document: dict[str, Any]
    events: list[dict[str, Any]]
    wall: float
    cpu: float
    memory: int

    def steps(self, host: str) -> int:
        """How many steps have finished on a host."""
        return sum(event["event"] == "step_finished" and event["host"] == host for event in self.events)


@dataclass(frozen=True)
class World:
    """Hosts of a lab, a package and an inventory of one site; ``folder`` is where iisfleet is called."""

    folder: Path
    fleet: Fleet

    @property
    def hosts(self) -> tuple[LabHost, ...]:
        return self.fleet.hosts

    @property
    def package(self) -> Path:
        return self.folder / "package"

    def declare(self, site: Mapping[str, Any] | None = None, **environment: "str | SecretFile") -> None:
        """Writes the inventory; ``site``: more of its keys; ``environment`` are the variables of the pool."""
        hosts = {host.name: {"groups": ["web"], "connection": _reached_at(host)} for host in self.hosts}
        password = SecretFile(self.fleet.password_file)
        login = {"auth": "ntlm", "ssl": False, "username": self.hosts[0].endpoint.username, "password": password}
        declared = {
            "path": r"C:\inetpub\hello",
            "package": "../package",
            "bindings": [{"port": 80}],
            "pool": {"start_mode": "AlwaysRunning"},
            "env": environment,
            "health": {"path": "/healthz"},
            **(site or {}),
        }
        groups = {"web": {"sites": {"Hello": declared}}}
        policy = {"encryption_type": "CNG-GCM", "key_lifetime": 90}
        packages = {"hosting_bundle": {"installer": str(BUNDLE)}}
        defaults = {"connection": login, "packages": packages, "data_protection_policy": policy}
        inventory = {"environment": "bench", "defaults": defaults, "groups": groups, "hosts": hosts}
        file = self.folder / "inventories" / "bench.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(yaml.dump(inventory, Dumper=_Dumper, sort_keys=False), encoding="utf-8")

    def run(self, *words: str) -> Command:
        """Runs iisfleet in a process of its own. Raises BenchmarkFailed."""
        output = self.folder / "output.json"
        started = time.perf_counter()
        with output.open("wb") as out, (self.folder / "console").open("wb") as console:
            line = [*_IISFLEET, *words, "--env", "bench", "--json"]
            process = subprocess.Popen(line, stdout=out, stderr=console, cwd=self.folder, env=ENVIRONMENT)
            # wait4 tells what this one process has used.
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        if process.returncode:
            said = (self.folder / "console").read_text("utf-8") + output.read_text("utf-8")
            raise BenchmarkFailed(f"iisfleet {' '.join(words)} ended with {process.returncode}:\n{said[-4000:]}")
        document = json.loads(output.read_bytes())
        events = self.folder / ".iisfleet" / "runs" / document["run"] / "events.jsonl"
        lines = [json.loads(line) for line in events.read_text("utf-8").splitlines()]
        return Command(document, lines, wall, usage.ru_utime + usage.ru_stime, self._peak())

    def _peak(self) -> int:
        """Bytes; 0 on systems that do not tell."""
        status = (self.folder / "status").read_text("utf-8").splitlines()
        return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:")), 0)

    def fill(self, files: int) -> None:
        """So many more files in the package, in ``wwwroot/assets``."""
        folder = self.package / "wwwroot" / "assets"
        folder.mkdir()
        for number in range(files):
            (folder / f"{number:04}.txt").write_text(f"file {number}\n" * 150, encoding="utf-8")

    def forget(self) -> None:
        """Removes what the controller remembers of what hosts have."""
        shutil.rmtree(self.folder / ".iisfleet" / "cache")


@contextmanager
def open_world(hosts: Sequence[str], engine: str = "emulated", profile: str = "ready") -> Iterator[World]:
    """A lab with these hosts, which by default have IIS and the hosting bundle and serve nothing; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        shutil.copytree(HELLO, Path(folder) / "package")
        with Fleet(Path(folder) / "lab", hosts, engine=engine, profile=profile) as fleet:
            world = World(Path(folder), fleet)
            world.declare()
            yield world


def noise(size: int, seed: int) -> bytes:
    """Bytes that cannot be compressed, the same at each call."""
    return random.Random(seed).randbytes(size)


def _reached_at(host: LabHost) -> dict[str, Any]:
    return {"address": host.endpoint.address, "port": host.endpoint.port}
