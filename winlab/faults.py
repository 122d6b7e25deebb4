"""Named faults of a host: what `invoke lab.break --fault NAME` switches on, kept in the host's faults.json.

Faults of the transport are obeyed by winlab/wsman, the others by winlab/windows and winlab/web/front:
each of them asks `machine.faults.active(name)` at the moment it matters.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from winlab.windows.errors import NotFound
from winlab.windows.jsonfile import JsonFile


@dataclass(frozen=True)
class Fault:
    """A way to break a host.

    where: 'transport' (winlab/wsman) or 'machine'; options: names with their defaults.
    """

    name: str
    where: str
    summary: str
    options: Mapping[str, Any] = field(default_factory=dict)


FAULTS: Mapping[str, Fault] = {
    fault.name: fault
    for fault in (
        Fault(
            "failing-health",
            "machine",
            "content that goes live from now on answers with an error; what was live stays healthy",
            {"status": 503, "path": "/", "healthy": None},
        ),
        Fault(
            "pool-cannot-start",
            "machine",
            "a pool stops as soon as it would run content that was not live when the fault was switched on",
            {"pool": "*", "healthy": None},
        ),
        Fault(
            "locked-file", "machine", "a file is held open by another process", {"path": None, "holder": "backup.exe"}
        ),
        Fault("stuck-worker", "machine", "a worker process outlives app_offline.htm", {"times": 1}),
        Fault("fast-clock", "machine", "what waits for minutes by the clocks of the host waits less", {"pace": 0.01}),
        Fault("share-unreachable", "machine", "no share of another machine answers", {}),
        Fault("full-disk", "machine", "a drive has only this many bytes left", {"drive": "C", "free": 65536}),
        Fault("wrong-rights", "machine", "the session's token is not elevated", {}),
        Fault("changed-on-disk", "machine", "the next commits find applicationHost.config changed", {"times": 1}),
        Fault("dependant-cannot-start", "machine", "a service does not start any more", {"service": "WMSVC"}),
        Fault("slow-stop", "machine", "a service takes its time to stop", {"service": "WAS", "seconds": 1.0}),
        Fault(
            "feature-source-missing",
            "machine",
            "Windows has the files of a feature in this source only",
            {"feature": "*", "source": None},
        ),
        Fault("lcm-busy", "machine", "DSC's Local Configuration Manager is busy when it is asked", {"times": 2}),
        Fault("lcm-hangs", "machine", "DSC's Local Configuration Manager does not end what it applies", {}),
        Fault("feature-restart", "machine", "a feature that is installed wants a restart of Windows", {}),
        Fault(
            "installer",
            "machine",
            "the next installers fail with these exit codes, do nothing, last, or restart the machine",
            {"codes": [], "effect": "none", "nothing": False, "seconds": 0, "reboot": False, "log": None},
        ),
        Fault(
            "os-upgrade",
            "machine",
            "an upgrade of Windows has taken away parts of the ASP.NET Core Module",
            {"what": "files32"},
        ),
        Fault("cut-upload", "transport", "the connection ends in the middle of an upload", {"times": 1, "after": 0}),
        Fault(
            "cut-script",
            "transport",
            "the connection ends when a script has told more than this many steps (of a phase)",
            {"times": 1, "phase": None, "after": 0},
        ),
        Fault(
            "reboots",
            "machine",
            "the machine reboots when a job (or a script) has told more than this many steps (of a phase)",
            {"times": 1, "when": "job", "phase": None, "after": 0},
        ),
        Fault(
            "kill-session",
            "machine",
            "the process of a session dies when its script has told more than this many steps (of a phase)",
            {"times": 1, "phase": None, "after": 0},
        ),
        Fault(
            "unheard",
            "machine",
            "a script stands still, until its session ends, when it has told more than this many steps (of a phase)",
            {"times": 1, "phase": None, "after": 0},
        ),
        Fault("503", "transport", "WinRM is busy", {"times": 1}),
        Fault("unauthorised", "transport", "every logon is refused", {}),
        Fault("latency", "transport", "each request takes longer", {"seconds": 0.2}),
        Fault("low-quota", "transport", "WSMan's quotas are small", {"envelope": 32768, "shells": 1}),
        Fault("413", "transport", "a request body above this size gets status 413", {"bytes": 65536, "times": 1}),
    )
}


class Faults:
    """The faults of one machine. Thread-safe.

    Some need more than a note (which content is healthy, a held file): `Machine.break_down` switches any fault on.
    """

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path)
        self._lock = threading.RLock()
        self._told: dict[str, int] = {}

    def active(self, name: str) -> dict[str, Any] | None:
        """The options of a fault that is on, completed by their defaults; None if it is off.

        Raises NotFound for a name that no fault has.
        """
        fault = _known(name)
        with self._lock:
            options = self._file.read().get(name)
        return None if options is None else {**fault.options, **options}

    def set(self, name: str, options: Mapping[str, Any] | None = None) -> None:
        """Switch a fault on. Raises NotFound for an unknown fault or option."""
        fault = _known(name)
        for option in options or {}:
            if option not in fault.options:
                raise NotFound(f"fault {name} has no option {option}; it has {', '.join(fault.options) or 'none'}")
        with self._lock:
            self._file.write({**self._file.read(), name: dict(options or {})})

    def clear(self, name: str | None = None) -> None:
        """Switch one fault off, or all."""
        if name is not None:
            _known(name)
        with self._lock:
            on = self._file.read()
            if on:
                self._file.write({n: o for n, o in on.items() if name is not None and n != name})

    def consume(self, name: str) -> dict[str, Any] | None:
        """As `active`, and count down `times`: the fault goes off after the last one."""
        with self._lock:
            options = self.active(name)
            if options is not None and "times" in options:
                left = int(options["times"]) - 1
                if left < 1:
                    self.clear(name)
                else:
                    self.set(name, {**self._file.read()[name], "times": left})
            return options

    def tells(self, name: str, phase: str) -> bool:
        """Asked for each step that a script has told: whether a fault with `phase` and `after` strikes now."""
        with self._lock:
            fault = self.active(name)
            if fault is None:
                self._told.pop(name, None)
                return False
            if fault["phase"] not in (None, phase):
                return False
            self._told[name] = self._told.get(name, 0) + 1
            if self._told[name] <= int(fault["after"]):
                return False
            self._told[name] = 0
            self.consume(name)
            return True

    def all(self) -> dict[str, dict[str, Any]]:
        """The faults that are on, each with its options."""
        return {name: {**FAULTS[name].options, **options} for name, options in self._file.read().items()}


def _known(name: str) -> Fault:
    if name not in FAULTS:
        raise NotFound(f"no fault is called {name}; there are {', '.join(FAULTS)}")
    return FAULTS[name]
