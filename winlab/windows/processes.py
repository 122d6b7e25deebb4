"""Process ids of a machine: counters only, no real process."""

import contextlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import psutil

LEEWAY = 2.0  # seconds: clocks of one computer that count in another way


@dataclass(frozen=True)
class Process:
    """started: ISO 8601 in UTC; a pid alone is not an identity, Windows uses them again."""

    pid: int
    started: str
    name: str


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Processes:
    """Sessions' host processes (wsmprovhost.exe), which die with the lab; workers are kept by `Iis`."""

    def __init__(self) -> None:
        self._next = 4000 + os.getpid() % 1000 * 4
        self._lock = threading.Lock()
        self._alive: dict[int, Process] = {}
        self._kills: dict[int, Callable[[], None]] = {}

    def start(self, name: str, kill: Callable[[], None] | None = None) -> Process:
        """A new process; `kill` ends what runs in it, waits for nothing, and calls `end`."""
        with self._lock:
            self._next += 4
            process = Process(self._next, now(), name)
            self._alive[process.pid] = process
            if kill is not None:
                self._kills[process.pid] = kill
        return process

    def end(self, pid: int) -> None:
        """Say that a process has ended."""
        self._alive.pop(pid, None)
        self._kills.pop(pid, None)

    def kill(self, pid: int) -> None:
        """End a process, as taskkill /F does; also one of a real engine that this lab started."""
        kill = self._kills.get(pid)
        if kill is not None:
            kill()
        elif pid not in self._alive and _is_child(pid):
            with contextlib.suppress(psutil.Error):
                psutil.Process(pid).kill()
        self.end(pid)

    def alive(self, pid: int, started: str | None = None) -> bool:
        """Whether a process runs; with `started`, whether it is still the same one. Also those of a real engine."""
        found = self._alive.get(pid)
        if found is not None:
            return started in (None, found.started)
        return started is not None and _is_ours(pid, started)


def _is_ours(pid: int, started: str) -> bool:
    """Whether a process of the computer is one that this lab started, at this time."""
    try:
        process = psutil.Process(pid)
        apart = process.create_time() - datetime.fromisoformat(started).timestamp()
        return abs(apart) <= LEEWAY and process.is_running() and _is_child(pid)
    except (psutil.Error, ValueError):
        return False


def _is_child(pid: int) -> bool:
    try:
        return os.getpid() in [process.pid for process in psutil.Process(pid).parents()]
    except psutil.Error:
        return False
