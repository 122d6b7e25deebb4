"""Shutdown and boot of a machine: when it started (power.json), whether it is down, and what a reboot does to it.

A reboot ends every session and job as a killed process ends, waits, and then starts what Windows starts by itself:
services, IIS, tasks with a boot trigger. It happens in a thread of its own, so that what asked for it can be ended.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from winlab.windows.errors import MachineError
from winlab.windows.jsonfile import JsonFile

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

DOWN_SECONDS = 1.0
_PENDING = (
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired",
)
_SESSION_MANAGER = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager"
_log = logging.getLogger(__name__)


class Power:
    """What a machine's power does; made once, before anything asks.

    state: 'up', 'scheduled' or 'down'; pace: seconds that a second of waiting takes here (tests make it short);
    end_sessions: set by whoever serves the machine, ends its sessions and connections at once.
    """

    def __init__(self, machine: "Machine", file: JsonFile) -> None:
        self.pace = 1.0
        self.end_sessions: Callable[[], None] = lambda: None
        self.state = "up"
        self._machine = machine
        self._file = file
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._cycle: threading.Thread | None = None
        self._told = 0
        self._uptime, self._since, self._rate = 0.0, time.monotonic(), 1.0

    def uptime(self) -> float:
        """Seconds since the start by the host's clock; it goes on from where it was when its pace changes."""
        with self._machine.lock:
            now = time.monotonic()
            self._uptime += (now - self._since) / self._rate
            self._since, self._rate = now, self._machine.tasks.pace
            return self._uptime

    @property
    def boot(self) -> str:
        """When the machine started, in UTC, as .NET's format 'o' writes it."""
        with self._machine.lock:
            found = self._file.read().get("boot")
            return str(found) if found else self._begin()

    @property
    def is_down(self) -> bool:
        return self.state == "down"

    @property
    def has_pending_work(self) -> bool:
        """Whether Windows waits for a restart, as the registry says."""
        registry = self._machine.registry
        renames = registry.value(_SESSION_MANAGER, "PendingFileRenameOperations")
        return renames is not None or any(registry.get(key) for key in _PENDING)

    def restart(self, seconds: float = 0) -> None:
        """Reboot after so many seconds; returns at once. Raises MachineError if a reboot is on its way already."""
        with self._changed:
            if self.state != "up":
                raise MachineError("A system shutdown has already been scheduled.")
            self._set("scheduled")
            self._cycle = threading.Thread(target=self._reboot, args=(seconds,), name="winlab-reboot", daemon=True)
            self._cycle.start()

    def wait(self, timeout: float) -> bool:
        """Wait until no reboot is on its way; whether it is so."""
        with self._changed:
            return self._changed.wait_for(lambda: self.state == "up", timeout)

    def pose(self, state: str) -> None:
        """Say that it is in a state, with nothing behind it, until `close`."""
        with self._changed:
            self._set(state)

    def tells(self, when: str, phase: str) -> bool:
        """Asked for each step that a 'script' or 'job' has told: whether the fault `reboots` strikes now."""
        fault = self._machine.faults.active("reboots")
        if fault is None:
            self._told = 0
            return False
        if fault["when"] != when or fault["phase"] not in (None, phase):
            return False
        with self._changed:
            self._told += 1
            if self._told <= int(fault["after"]) or self.state != "up":
                return False
            self._told = 0
            self._machine.faults.consume("reboots")
            self.restart()
        return True

    def close(self) -> None:
        """Forget a reboot that is on its way."""
        cycle = self._cycle
        self._closing.set()
        if cycle is not None and cycle is not threading.current_thread():
            cycle.join()
        self._closing.clear()
        self._cycle = None
        with self._changed:
            self._set("up")

    def _set(self, state: str) -> None:
        self.state = state
        self._changed.notify_all()

    def _reboot(self, seconds: float) -> None:
        try:
            if self._closing.wait(seconds * self.pace):
                return
            self._go_down()
            self._closing.wait(DOWN_SECONDS * self.pace)
            self._come_up()
        except Exception:  # noqa: BLE001 - it must come up again, whatever a part of it did
            _log.exception("the reboot failed")
        finally:
            with self._changed:
                self._set("up")

    def _go_down(self) -> None:
        with self._changed:
            self._set("down")
        self.end_sessions()
        self._machine.tasks.end_all()

    def _come_up(self) -> None:
        self.end_sessions()  # whatever was opened in that moment
        machine = self._machine
        with machine.lock:
            self._begin()
            self._since = time.monotonic()
            self._finish_pending()
            machine.lcm.booted()
            machine.services.boot()
        machine.tasks.run_at_boot()

    def _begin(self) -> str:
        """A new start, at least a minute after the one before, as of a machine that takes its time."""
        before = self._file.read().get("boot")
        started = datetime.now(UTC)
        if before:
            started = max(started, datetime.fromisoformat(before) + timedelta(minutes=1))
        text = started.strftime("%Y-%m-%dT%H:%M:%S.%f0Z")
        self._file.write({"boot": text})
        return text

    def _finish_pending(self) -> None:
        """Nothing waits for a reboot any more."""
        registry = self._machine.registry
        for key in _PENDING:
            if registry.get(key):
                registry.remove(key)
        if registry.value(_SESSION_MANAGER, "PendingFileRenameOperations") is not None:
            registry.remove(_SESSION_MANAGER, "PendingFileRenameOperations")
