"""The way to the lab that comes with the project: its command line and the file that says where its hosts listen.

The product knows the lab only from outside, as it knows a real fleet.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iisfleet.errors import ExitCode, IisfleetError
from iisfleet.inventory import Secret

ROOT = Path(".iisfleet") / "lab"


class LabFailed(IisfleetError):
    """The lab did not do what it was told; the message is its own."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True)
class Lab:
    """A lab that runs. ``engine`` is pwsh or emulated, and ``why`` says how it came to be chosen."""

    engine: str
    why: str
    hosts: dict[str, dict[str, Any]]

    def overlay(self, hosts: Sequence[str]) -> dict[str, dict[str, Any]]:
        """By host of these: the connection settings that the inventory leaves to the lab."""
        return {name: {"connection": _connection(self.hosts[name])} for name in hosts}

    def urls(self, bindings: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """By host: where a browser finds the first of these bindings (``http *:80:``) that answers."""
        found = {
            name: [self.hosts[name]["front"].get(binding) for binding in asked]
            for name, asked in bindings.items()
            if name in self.hosts
        }
        return {name: next(url for url in urls if url) for name, urls in found.items() if any(urls)}


def start_lab(hosts: Sequence[str] = (), engine: str = "auto", profile: str = "", root: Path = ROOT) -> Lab:
    """Starts the lab with these hosts, or finds the one that runs.

    ``profile``: what each host is; without it new ones are ready. Raises LabFailed, also for hosts of another profile.
    """
    arguments = [
        "up",
        "--engine",
        engine,
        "--profile",
        profile,
        "--json",
        *(["--hosts", ",".join(hosts)] if hosts else []),
    ]
    return _lab(json.loads(call_lab(arguments, root)))


def lab_status(root: Path = ROOT) -> Lab:
    """The lab that runs. Raises LabFailed if none does."""
    return _lab(json.loads(call_lab(["status", "--json"], root)))


def call_lab(arguments: Sequence[str], root: Path = ROOT) -> str:
    """One command of the lab's command line; its output. Raises LabFailed with what it said."""
    command, *options = arguments
    line = [sys.executable, "-m", "winlab", command, "--root", str(root), *options]
    result = subprocess.run(line, capture_output=True, text=True, check=False)
    if result.returncode:
        raise LabFailed(_said(result.stderr) or f"the lab ended with {result.returncode}")
    return result.stdout


def _said(text: str) -> str:
    """The sentence of an error, without the usage of a command line that nobody typed."""
    sentence = text.partition("error: ")[2] if text.startswith("usage:") else text.removeprefix("winlab: ")
    return sentence.strip()


def _lab(state: dict[str, Any]) -> Lab:
    return Lab(state["engine"], state["why"], state["hosts"])


def _connection(host: dict[str, Any]) -> dict[str, Any]:
    password = Path(host["password_file"]).read_text(encoding="utf-8")
    return {
        "address": host["address"],
        "port": host["port"],
        "ssl": host["ssl"],
        "username": host["username"],
        "password": Secret.of(password),
    }
