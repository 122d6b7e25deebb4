"""Carries out a case on a machine through a shell: check, apply, apply again, verify from outside."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psrpcore.types import PSInvocationState

from iisfleet.rendering import render_steps
from iisfleet.results import End, StepResult, parse_step_line
from tests.outside import apart, without_bookkeeping
from tests.powershell.cases import Case, Step
from tests.powershell.lines import READ, START
from tests.psrp_client import Client
from winlab.shell import emulated, pwsh
from winlab.shell.detached import detached_runner
from winlab.web.front import Front
from winlab.windows.machine import Machine

_SCRIPTS = "IISFLEET_SCRIPTS"
OPENERS = {"emulated": emulated.open_shell, "pwsh": pwsh.open_shell}


@dataclass
class Host:
    """A machine and a session on it that many cases use, one after the other."""

    machine: Machine
    client: Client
    scripts: Path | None = None

    @contextmanager
    def counted(self) -> Iterator[None]:
        """What is rendered meanwhile notes which of its statements run, if this host counts them."""
        before = os.environ.get(_SCRIPTS)
        if self.scripts is not None:
            os.environ[_SCRIPTS] = str(self.scripts)
        try:
            yield
        finally:
            if self.scripts is not None and before is None:
                del os.environ[_SCRIPTS]

    def run(self, steps: Sequence[Step], case: Case, *, what_if: bool = False) -> list[StepResult]:
        """The result lines of the steps. Whatever else comes out of the pipeline is a fault of the functions."""
        parameters = {"WhatIf": True} if what_if else {}
        with self.counted():
            script = render_steps(steps)
        answer = self.client.run(script.text, parameters, case.content, case.secrets)
        assert answer.state == PSInvocationState.Completed, answer.reason
        assert answer.errors == []
        lines = [parse_step_line(line) for line in answer.output]
        assert isinstance(lines[-1], End), "the script did not write its last line"
        return [line for line in lines if isinstance(line, StepResult)]


class Hosts:
    """One host for each shell and profile, opened when first asked for.

    ``counting``: copies of the host functions that note which of their statements run, for sessions of the engine.
    """

    def __init__(self, folder: Path, counting: Path | None = None) -> None:
        self._folder = folder
        self._counting = counting
        self._open: dict[tuple[str, str], Host] = {}

    def prepared(self, shell: str, case: Case) -> Host:
        """A host in the state that a case begins with."""
        host = self.of_profile(shell, case.profile)
        host.machine.reset()
        if isinstance(host.client.shell, pwsh.PwshShell):
            host.client.shell.place_assembly()
        host.machine.given(case.given)
        if case.before:
            for line in host.run(case.before, case):
                assert line.error is None, f"before: {line.step}: {line.error}"
        host.machine.given(case.meanwhile)
        return host

    def of_profile(self, shell: str, profile: str) -> Host:
        """The host of a shell and a profile, as the last case has left it."""
        return self._open.get((shell, profile)) or self._make(shell, profile)

    @property
    def ran(self) -> set[str]:
        """The statements that have run where they are counted."""
        counting = [host for host in self._open.values() if host.scripts is not None]
        return {str(key) for host in counting for key in host.client.run(READ).output}

    def close(self) -> None:
        for host in self._open.values():
            host.client.close()
            host.machine.close()

    def _make(self, shell: str, profile: str) -> Host:
        machine = Machine.create(self._folder / f"{shell}-{profile}", "web01", profile)
        machine.tasks.runner = detached_runner(shell)
        machine.front = Front(machine)
        host = Host(machine, Client(OPENERS[shell](machine)))
        if self._counting is not None and shell == "pwsh":
            host.scripts = self._counting
            host.client.run(START)
        self._open[shell, profile] = host
        return host


def try_case(hosts: Hosts, shell: str, case: Case) -> StepResult:
    """Raises AssertionError; else the result of the function when it was applied."""
    host = hosts.prepared(shell, case)
    _check(host, case)
    before = host.machine.snapshot()
    result = _of_function(host.run(case.steps, case), case)
    _expect(result, case)
    assert host.machine.differs(case.after) == []
    if case.changes == [] and case.lasting:
        assert _seen(host.machine.snapshot()) == _seen(before), "no change was reported"
    if case.fails is None and case.again != "skip":
        again = _of_function(host.run(case.steps, case), case)
        assert (again.status, again.error) == (case.again, None) or again.status == case.again == "failed", again
        assert host.machine.differs(case.after) == []
    return result


def try_alike(hosts: Hosts, case: Case, engine: StepResult) -> None:
    """What the emulated shell answers must be what the engine answered, but for times, ids and words."""
    emulated_result = _of_function(hosts.prepared("emulated", case).run(case.steps, case), case)
    assert _answer(emulated_result) == _answer(engine)


def _answer(result: StepResult) -> dict[str, Any]:
    return {
        "status": result.status,
        "target": result.target,
        "changes": _plain(result),
        "warnings": len(result.warnings),
        "kind": result.error.kind if result.error else None,
        "data": _shape(result.data),
    }


def _shape(value: Any) -> Any:
    """Names and types of nested data: ids and times differ from run to run."""
    if isinstance(value, Mapping):
        return {key: _shape(item) for key, item in sorted(value.items())}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def _check(host: Host, case: Case) -> None:
    """With -WhatIf: the same changes, and nothing written at all."""
    if case.check == "no":
        return
    before = host.machine.snapshot()
    result = _of_function(host.run(case.steps, case, what_if=True), case)
    assert list(apart(before, host.machine.snapshot())) == [], "-WhatIf wrote something"
    if case.fails is None:
        assert result.error is None, f"-WhatIf: {result.error}"
        assert ("-WhatIf reports", _plain(result)) == ("-WhatIf reports", case.changes)


def _expect(result: StepResult, case: Case) -> None:
    if case.fails is not None:
        assert result.error is not None, f"it should fail, and reported {result.changes}"
        for key, pattern in case.fails.items():
            exact = f"^{pattern}$" if key == "kind" else str(pattern)
            assert re.search(exact, getattr(result.error, key) or ""), f"{key}: {result.error}"
        return
    assert result.error is None, result.error
    assert _plain(result) == case.changes
    assert _missing(case.data, result.data) == []
    if case.warnings is not None:
        assert re.search(case.warnings, "\n".join(result.warnings)), result.warnings


def _of_function(lines: Sequence[StepResult], case: Case) -> StepResult:
    """The line of the function, or that of the step after it that failed."""
    failed = [line for line in lines if line.error]
    return (failed or [line for line in lines if line.step == case.function])[0]


def _plain(result: StepResult) -> list[dict[str, Any]]:
    return [{"path": c.path, "before": c.before, "after": c.after} for c in result.changes]


def _missing(expected: Any, found: Any, where: str = "data") -> list[str]:
    """What of the expected values is not there: mappings are subsets, everything else is equal."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        return [text for key, value in expected.items() for text in _missing(value, found.get(key), f"{where}/{key}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return [text for index, (e, f) in pairs for text in _missing(e, f, f"{where}/{index}")]
    return [] if expected == found else [f"{where}: expected {expected!r}, found {found!r}"]


def _seen(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot without what a step may touch and need not report: bookkeeping, and which worker serves."""
    paths = {part: without_bookkeeping(snapshot[part]) for part in ("files", "acl")}
    return {**snapshot, **paths, "workers": None}
