"""Windows services of a machine: which run, how they start, who depends on whom. Kept in services.json.

Only what differs from a new Windows stands in the file: {"services": {"WMSVC": {"status", "startType", "processId"}},
"nextPid"}. The services of IIS are there as soon as IIS is. Facts: reference windows.md (Hosting bundle, Restarts);
start types and dependencies as `sc qc` shows them on Server 2022, but that WMSVC counts among WAS' dependants.

Faults: dependant-cannot-start, slow-stop.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from winlab.windows.errors import NotFound, ServiceError
from winlab.windows.jsonfile import JsonFile

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

RUNNING, STOPPED, STOPPING = "Running", "Stopped", "StopPending"
START_TYPES = ("Automatic", "Manual", "Disabled")


@dataclass(frozen=True)
class Kind:
    """A service as Windows, or IIS, brings it."""

    name: str
    display_name: str
    start_type: str
    runs: bool
    depends_on: tuple[str, ...] = ()
    of_iis: bool = False


@dataclass(frozen=True)
class Service:
    """One service as it is now. `process_id` is 0 unless it runs; a new start gives another one."""

    name: str
    display_name: str
    status: str
    start_type: str
    process_id: int
    depends_on: tuple[str, ...]
    dependents: tuple[str, ...]


KINDS = (
    Kind("RpcSs", "Remote Procedure Call (RPC)", "Automatic", runs=True),
    Kind("HTTP", "HTTP Service", "Manual", runs=True),
    Kind("Dnscache", "DNS Client", "Automatic", runs=True),
    Kind("Schedule", "Task Scheduler", "Automatic", runs=True, depends_on=("RpcSs",)),
    Kind("msiserver", "Windows Installer", "Manual", runs=False, depends_on=("RpcSs",)),
    Kind("WinRM", "Windows Remote Management (WS-Management)", "Automatic", runs=True, depends_on=("RpcSs", "HTTP")),
    Kind("WAS", "Windows Process Activation Service", "Manual", runs=True, depends_on=("RpcSs",), of_iis=True),
    Kind("W3SVC", "World Wide Web Publishing Service", "Automatic", runs=True, depends_on=("WAS", "HTTP"), of_iis=True),
    Kind("WMSVC", "Web Management Service", "Manual", runs=False, depends_on=("WAS",), of_iis=True),
    Kind("NetPipeActivator", "Net.Pipe Listener Adapter", "Manual", runs=False, depends_on=("WAS",), of_iis=True),
    Kind("NetTcpActivator", "Net.Tcp Listener Adapter", "Manual", runs=False, depends_on=("WAS",), of_iis=True),
    Kind("NetMsmqActivator", "Net.Msmq Listener Adapter", "Manual", runs=False, depends_on=("WAS",), of_iis=True),
)
_FIRST_PID = 800


class Services:
    """The services of one machine. Names count without case; raises NotFound for one that is not there."""

    def __init__(self, machine: "Machine", file: JsonFile, lock: threading.RLock) -> None:
        self._machine = machine
        self._file = file
        self._lock = lock

    def all(self) -> tuple[Service, ...]:
        """Every service, in the order of names."""
        with self._lock:
            kinds = sorted(self._present(), key=lambda kind: kind.name.lower())
            return tuple(self._service(kind) for kind in kinds)

    def get(self, name: str) -> Service:
        with self._lock:
            return self._service(self._kind(name))

    def exists(self, name: str) -> bool:
        return any(name.lower() == kind.name.lower() for kind in self._present())

    def runs(self, name: str) -> bool:
        """False too for one that is not there."""
        with self._lock:
            return self.exists(name) and self.get(name).status == RUNNING

    def start(self, name: str) -> None:
        """Start a service, and first what it depends on. Raises ServiceError."""
        with self._lock:
            kind = self._kind(name)
            if self.get(name).status == RUNNING:
                return
            for needed in kind.depends_on:
                self.start(needed)
            self._check_startable(kind)
            self._set(kind, status=RUNNING, processId=self._next_pid(), until=None)
            if kind.name == "W3SVC":
                self._machine.iis.services_started()

    def stop(self, name: str, *, force: bool = False) -> None:
        """Stop a service; `force`: its running dependants first. Raises ServiceError if they are in the way."""
        with self._lock:
            found = self.get(name)
            running = [one for one in found.dependents if self.get(one).status != STOPPED]
            if running and not force:
                raise ServiceError(f"Cannot stop service {found.name} because it has dependent services: {running}")
            for dependant in running:
                self.stop(dependant, force=True)
            if found.status == RUNNING:
                self._stop(self._kind(name))

    def set_start_type(self, name: str, start_type: str) -> None:
        """Automatic, Manual or Disabled."""
        if start_type not in START_TYPES:
            raise ServiceError(f"{start_type} is no start type; there are {', '.join(START_TYPES)}")
        with self._lock:
            self._set(self._kind(name), startType=start_type)

    def boot(self) -> None:
        """As after a start of Windows: only what starts by itself, and what that depends on, runs."""
        with self._lock:
            present = self._present()
            for kind in present:
                self._set(kind, status=STOPPED, processId=0, until=None)
            if self._machine.iis.installed:
                self._machine.iis.services_stopped()
            for kind in present:
                if self._startable(kind) and self._service(kind).start_type == "Automatic":
                    self.start(kind.name)

    # What is there

    def _present(self) -> list[Kind]:
        return [kind for kind in KINDS if not kind.of_iis or self._machine.iis.installed]

    def _kind(self, name: str) -> Kind:
        found = next((kind for kind in self._present() if kind.name.lower() == name.lower()), None)
        if found is None:
            raise NotFound(f"there is no service {name}")
        return found

    def _service(self, kind: Kind) -> Service:
        entry = self._entry(kind)
        return Service(
            kind.name,
            kind.display_name,
            entry["status"],
            entry["startType"],
            entry["processId"],
            kind.depends_on,
            tuple(other.name for other in self._present() if kind.name in other.depends_on),
        )

    def _entry(self, kind: Kind) -> dict[str, Any]:
        pid = _FIRST_PID + 4 * KINDS.index(kind) if kind.runs else 0
        new = {"status": RUNNING if kind.runs else STOPPED, "startType": kind.start_type, "processId": pid}
        entry: dict[str, Any] = {**new, **self._file.read().get("services", {}).get(kind.name, {})}
        if entry["status"] == STOPPING and time.time() >= entry["until"]:
            entry |= {"status": STOPPED, "until": None}
        return entry

    def _set(self, kind: Kind, **values: Any) -> None:
        data = self._file.read()
        services = data.get("services", {})
        self._file.write({**data, "services": {**services, kind.name: {**self._entry(kind), **values}}})

    def _next_pid(self) -> int:
        data = self._file.read()
        pid = int(data.get("nextPid", _FIRST_PID + 4 * len(KINDS)))
        self._file.write({**data, "nextPid": pid + 4})
        return pid

    # What is in the way

    def _check_startable(self, kind: Kind) -> None:
        service = self._service(kind)
        if service.status == STOPPING:
            raise ServiceError(f"The service {kind.name} is still stopping")
        if service.start_type == "Disabled":
            raise ServiceError(f"The service {kind.name} is disabled (0x80070422)")
        if not self._startable(kind):
            raise ServiceError(f"The service {kind.name} did not start in a timely fashion (0x8007041D)")

    def _startable(self, kind: Kind) -> bool:
        fault = self._machine.faults.active("dependant-cannot-start")
        return fault is None or fault["service"].lower() != kind.name.lower()

    def _stop(self, kind: Kind) -> None:
        slow = self._machine.faults.active("slow-stop")
        if slow is not None and slow["service"].lower() == kind.name.lower():
            self._set(kind, status=STOPPING, processId=0, until=time.time() + float(slow["seconds"]))
        else:
            self._set(kind, status=STOPPED, processId=0, until=None)
        if kind.name in ("W3SVC", "WAS"):
            self._machine.iis.services_stopped()


def shown(services: Services) -> Iterator[tuple[str, dict[str, Any]]]:
    """For a snapshot: a restart shows as another processId."""
    for one in services.all():
        yield one.name, {"status": one.status, "startType": one.start_type, "processId": one.process_id}
