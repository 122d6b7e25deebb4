"""Decides whose script runs next on a host that two controllers work on, and watches who owns the host meanwhile."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from iisfleet.remote.connection import Connection, RequestCount, ScriptResult
from iisfleet.rendering import Script
from tests.chaos.host import PATIENCE, Killed
from winlab.shell import runner
from winlab.shell.handlers import Session
from winlab.shell.handlers.books import read_lock
from winlab.shell.reader import Step


class Turnstile:
    """Lets scripts of controllers through, one or both at a time, as the test wants.

    ``turns``: names, or ``both``; after the last of them whoever waits goes, in the order of names.
    """

    def __init__(self, names: Sequence[str], turns: Sequence[str]) -> None:
        self._turns = list(turns)
        self._changed = threading.Condition()
        self._waiting: set[str] = set()
        self._passing: set[str] = set()
        self._there = set(names)

    def enter(self, name: str) -> None:
        """Waits for its turn."""
        with self._changed:
            self._waiting.add(name)
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: name in self._passing, PATIENCE), "its turn never came"

    def leave(self, name: str) -> None:
        """Its script has ended."""
        with self._changed:
            self._passing.discard(name)
            self._changed.notify_all()

    def gone(self, name: str) -> None:
        """It sends no script any more."""
        with self._changed:
            self._there.discard(name)
            self._passing.discard(name)
            self._changed.notify_all()

    def turn(self) -> None:
        """Gives turns until all have gone."""
        with self._changed:
            while self._there:
                ready = self._changed.wait_for(lambda: not self._passing and self._waiting >= self._there, PATIENCE)
                assert ready, f"{self._there} and {self._waiting} are stuck"
                if self._there:
                    chosen = self._chosen()
                    self._waiting -= chosen
                    self._passing |= chosen
                    self._changed.notify_all()

    def _chosen(self) -> set[str]:
        turn = self._turns.pop(0) if self._turns else min(self._waiting)
        if turn == "both":
            return set(self._waiting)
        return {turn} if turn in self._waiting else {min(self._waiting)}


class Turning:
    """A connection whose scripts wait for their turn. ``dies_at``: the number of the script that it does not send."""

    def __init__(self, name: str, real: Connection, turnstile: Turnstile, dies_at: int | None) -> None:
        self._name = name
        self._real = real
        self.requests: RequestCount = real.requests
        self._turnstile = turnstile
        self._left = dies_at

    def run(self, script: Script, **more: Any) -> ScriptResult:
        self._turnstile.enter(self._name)
        try:
            if self._left is not None:
                self._left -= 1
                if self._left < 0:
                    raise Killed
            return self._real.run(script, **more)
        finally:
            self._turnstile.leave(self._name)

    def stop(self) -> None:
        self._real.stop()

    def close(self) -> None:
        self._real.close()


@contextmanager
def watched(owners: Callable[[str, str, str | None], None]) -> Iterator[None]:
    """Tells of each step that changes the host: the run that its script is of, the step, and whose the lock is."""
    run_step = runner.run_step

    def watch(step: Step, phase: str, session: Session) -> dict[str, Any]:
        result = run_step(step, phase, session)
        if session.whatif:
            return result
        if step.name == "Lock-Host":
            session.state["watched"] = step.parameters["Run"] if result["status"] != "failed" else None
        mine = session.state.get("watched")
        if mine and step.name != "Unlock-Host":
            lock: Mapping[str, Any] | None = read_lock(session.machine)
            owners(str(mine), step.name, None if lock is None else str(lock["run"]))
        return result

    with patch.object(runner, "run_step", watch):
        yield
