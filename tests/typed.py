"""Commands as a person types them, and what came of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from invoke.program import Program

from iisfleet.cli import load_tasks


@dataclass(frozen=True)
class Typed:
    """What came of a command: its exit code and both outputs, which ``text`` puts together."""

    code: int
    out: str
    err: str

    def __post_init__(self) -> None:
        assert "Traceback" not in self.text, self.text

    @property
    def text(self) -> str:
        return self.out + self.err

    @property
    def document(self) -> dict[str, Any]:
        """The document of ``--json``."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def hosts(self) -> dict[str, dict[str, Any]]:
        hosts: dict[str, dict[str, Any]] = self.document["hosts"]
        return hosts


def run_here(words: Sequence[str]) -> int:
    """Types words after ``iisfleet`` in this process; its exit code."""
    try:
        # Loaded anew: Invoke takes the help of an option away when it has shown it.
        Program(name="iisfleet", binary="iisfleet", namespace=load_tasks().namespace).run(["iisfleet", *words])
    except SystemExit as end:
        return int(end.code or 0)
    return 0
