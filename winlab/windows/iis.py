"""IIS of a machine: its configuration file, and what WAS keeps running for it.

The run state (pools, sites, worker processes) is kept in runtime.json. Whoever writes applicationHost.config, an
Edit of this process, the PowerShell side or a person, is noticed: every question first compares the file with
what was seen last, and starts, recycles and removes as WAS does.
"""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from winlab.windows.ancm import missing_module
from winlab.windows.config import Cipher, Edit
from winlab.windows.errors import ChangedOnDisk, NotFound, ServiceError, UnknownToWas
from winlab.windows.healthy import is_healthy
from winlab.windows.jsonfile import JsonFile, Stamp, stamp, write_atomically
from winlab.windows.processes import now
from winlab.windows.profiles import CONFIG
from winlab.windows.topology import Application, Pool, Site, Topology, read_topology
from winlab.windows.webconfig import is_in_process, keeps_running

if TYPE_CHECKING:
    from winlab.windows.machine import Machine


@dataclass(frozen=True)
class Worker:
    """A w3wp.exe of a pool; `started` in ISO 8601, UTC."""

    pid: int
    started: str


class Iis:
    """Configuration and services. Raises NotFound where IIS, a pool or a site is missing."""

    def __init__(self, machine: "Machine", runtime: JsonFile, lock: threading.RLock) -> None:
        self._machine = machine
        self._runtime = runtime
        self._lock = lock
        self._cipher = Cipher(machine.dpapi.encrypt_attribute, machine.dpapi.decrypt_attribute)
        self._seen: tuple[Stamp | None, Topology] | None = None

    # Configuration

    @property
    def installed(self) -> bool:
        return self._machine.fs.exists(CONFIG)

    def edit(self) -> Edit:
        """A new edit of the file. Raises NotFound without IIS, ConfigurationError for a broken file."""
        return Edit(self.read(), self._cipher, self.write)

    def read(self) -> bytes:
        """applicationHost.config as it stands."""
        return self._machine.fs.read(CONFIG)

    def write(self, content: bytes, base: str) -> None:
        """Replace the file, if it is still the one with this SHA-256, and let the services see it.

        Raises ChangedOnDisk, also while that fault is on.
        """
        with self._lock:
            if hashlib.sha256(self.read()).hexdigest() != base or self._machine.faults.consume("changed-on-disk"):
                raise ChangedOnDisk(
                    f"cannot commit configuration changes because the file {CONFIG} has changed on disk"
                )
            read_topology(Edit(content, self._cipher, _refuse), "")  # a value that IIS refuses never gets on disk
            self._machine.fs.charge("C", len(content))
            write_atomically(self._machine.fs.path(CONFIG), content)
            self.committed()

    def topology(self) -> Topology:
        """What the file says now."""
        with self._lock:
            now_ = stamp(self._machine.fs.path(CONFIG))
            if self._seen is None or self._seen[0] != now_:
                content = self.read()
                token = hashlib.sha256(content).hexdigest()
                self._seen = now_, read_topology(Edit(content, self._cipher, _refuse), token)
            return self._seen[1]

    # Run state

    def state(self, kind: str, name: str) -> str:
        """'Started' or 'Stopped' of kind 'pool' or 'site'. Raises ServiceError while WAS does not run (0x80070426)."""
        with self._lock:
            entry = self._entry(kind, name)
            self._demand("WAS")
            if kind == "site" and not self._site(name).is_web:
                raise UnknownToWas("The object identifier does not represent a valid object. (0x800710D8)")
            return str(entry["state"])

    def workers(self, pool: str) -> list[Worker]:
        """The worker processes of a pool, oldest first. Raises ServiceError while WAS does not run."""
        with self._lock:
            self._machine.front.notice_offline()
            entry = self._entry("pool", pool)
            self._demand("WAS")
            return [Worker(**worker) for worker in entry["workers"]]

    def start(self, kind: str, name: str) -> str:
        """Start a pool or site; the state it has then. Raises ServiceError where IIS refuses at once."""
        with self._lock:
            data, entry = self._data(), self._entry(kind, name)
            self._demand("W3SVC")
            if entry["state"] != "Started":
                if kind == "pool":
                    self._start_pool(data, self._pool(name))
                else:
                    self._start_site(data, self._site(name))
                self._save(data)
            return self.state(kind, name)

    def stop(self, kind: str, name: str) -> str:
        """Stop a pool (its workers end) or a site; the state it has then."""
        with self._lock:
            data, entry = self._data(), self._entry(kind, name)
            self._demand("WAS")
            if entry["state"] != "Stopped":
                entry["state"] = "Stopped"
                entry["workers"] = []
                self._save(data)
            return "Stopped"

    def recycle(self, pool: str) -> None:
        """New worker processes for a started pool. Raises ServiceError for a stopped one (0x80070426)."""
        with self._lock:
            data, entry = self._data(), self._entry("pool", pool)
            if entry["state"] != "Started":
                raise ServiceError(f"the application pool {pool} has not been started")
            self._renew(data, entry)
            self._save(data)

    def worker(self, pool: str) -> Worker | None:
        """The process that a request for a pool meets, started if need be; None if the pool cannot have one."""
        with self._lock:
            found = self.topology().pool(pool)
            if found is None or self._entry("pool", found.name)["state"] != "Started":
                return None
            running = self.workers(found.name)
            if running:
                return running[-1]
            data = self._data()
            if not self._can_run(found):
                self._pools(data)[found.name]["state"] = "Stopped"  # WAS event 5059: the pool was disabled
            else:
                self._renew(data, self._pools(data)[found.name])
            self._save(data)
            return self.worker(pool)

    def replace_worker(self, pid: int) -> None:
        """A worker process has ended by itself: its pool has a new one, as WAS sees to."""
        with self._lock:
            data = self._data()
            for entry in self._pools(data).values():
                if pid in [worker["pid"] for worker in entry["workers"]]:
                    self._renew(data, entry)
            self._save(data)

    def committed(self) -> None:
        """Let the services see the file. Raises ConfigurationError if it is broken."""
        with self._lock:
            self._data()

    def states(self) -> dict[str, dict[str, str]]:
        """{"pools": {name: state}, "sites": {name: state}}."""
        with self._lock:
            data = self._data()
            return {kind: {name: entry["state"] for name, entry in data[kind].items()} for kind in ("pools", "sites")}

    def processes(self) -> dict[str, list[int]]:
        """Pool -> ids of its worker processes; as `states`, also while WAS does not run."""
        with self._lock:
            return {name: [w["pid"] for w in entry["workers"]] for name, entry in self._pools(self._data()).items()}

    # What the services do

    def services_stopped(self) -> None:
        """W3SVC or WAS has stopped: nothing is served, no worker is left."""
        with self._lock:
            data = self._data()
            for entry in (*self._pools(data).values(), *data["sites"].values()):
                entry["state"] = "Stopped"
            for entry in self._pools(data).values():
                entry["workers"] = []
            self._save(data)

    def services_started(self) -> None:
        """W3SVC has started, and with it everything that starts by itself, whoever had stopped it."""
        with self._lock:
            data, topology = self._data(), self.topology()
            for pool in topology.pools.values():
                if pool.auto_start:
                    self._start_pool(data, pool)
            for site in topology.sites.values():
                if site.auto_start:
                    self._try_start_site(data, site)
            self._save(data)

    def _demand(self, service: str) -> None:
        if not self._machine.services.runs(service):
            raise ServiceError(f"The service has not been started: {service}. (Exception from HRESULT: 0x80070426)")

    # What WAS does when the file has changed

    def _data(self) -> dict[str, Any]:
        data = self._runtime.read()
        topology = self.topology()
        if data.get("token") != topology.token:
            self._reconcile(data, topology)
            self._save(data)
        return data

    def _reconcile(self, data: dict[str, Any], topology: Topology) -> None:
        first = "token" not in data
        data["token"] = topology.token
        pools, sites = data.setdefault("pools", {}), data.setdefault("sites", {})
        for gone in [name for name in pools if name not in topology.pools]:
            del pools[gone]
        for gone in [name for name in sites if name not in topology.sites]:
            del sites[gone]
        for pool in topology.pools.values():
            self._see_pool(data, pool)
        for site in topology.sites.values():
            self._see_site(data, site)
        if not first:
            self._rotate(data, topology)
        self._preload(data, topology)

    def _see_pool(self, data: dict[str, Any], pool: Pool) -> None:
        entry = self._pools(data).get(pool.name)
        if entry is None:
            self._pools(data)[pool.name] = {"state": "Stopped", "workers": [], "fingerprint": pool.fingerprint}
            if pool.auto_start and self._machine.services.runs("W3SVC"):
                self._start_pool(data, pool)
        elif entry["fingerprint"] != pool.fingerprint:
            entry["fingerprint"] = pool.fingerprint
            self._renew_pool(data, pool.name)

    def _see_site(self, data: dict[str, Any], site: Site) -> None:
        apps = {a.path: [a.pool, a.physical_path] for a in site.applications}
        entry = data["sites"].get(site.name)
        if entry is None:
            data["sites"][site.name] = {"state": "Stopped", "apps": apps}
            if site.auto_start and self._machine.services.runs("W3SVC"):
                self._try_start_site(data, site)
            return
        for path, (pool, physical_path) in apps.items():
            if entry["apps"].get(path) not in (None, [pool, physical_path]):
                self._renew_pool(data, pool)
        entry["apps"] = apps
        if entry["state"] == "Started" and self._conflict(data, site):
            entry["state"] = "Stopped"

    def _rotate(self, data: dict[str, Any], topology: Topology) -> None:
        """Each write at APPHOST level makes ANCM recycle every in-process app (reference: windows.md, ANCM)."""
        for name, entry in self._pools(data).items():
            apps = topology.applications_of(name)
            folders = [self._machine.fs.path(a.physical_path) for _, a in apps if a.physical_path]
            if entry["workers"] and any(is_in_process(f) and not keeps_running(f) for f in folders):
                self._renew_pool(data, name)

    def _preload(self, data: dict[str, Any], topology: Topology) -> None:
        for pool in topology.pools.values():
            if self._pools(data)[pool.name]["state"] == "Started" and pool.always_running:
                self._wake(data, pool)

    def _wake(self, data: dict[str, Any], pool: Pool) -> None:
        entry = self._pools(data)[pool.name]
        if not entry["workers"] and self._can_run(pool):
            self._renew(data, entry)

    def can_run(self, pool: str) -> bool:
        """Whether a worker of a pool survives what it is to run now; else the pool is disabled (WAS event 5002)."""
        with self._lock:
            if not self._pool_fails(pool):
                return True
            data = self._data()
            self._pools(data)[pool] |= {"state": "Stopped", "workers": []}
            self._save(data)
            return False

    # Starting

    def _start_pool(self, data: dict[str, Any], pool: Pool) -> None:
        if not self._pool_fails(pool.name):
            entry = self._pools(data)[pool.name]
            entry["state"] = "Started"
            if pool.always_running:
                self._wake(data, pool)

    def _pool_fails(self, name: str) -> bool:
        fault = self._machine.faults.active("pool-cannot-start")
        if fault is None or fault["pool"].lower() not in ("*", name.lower()):
            return False
        folders = {app.physical_path for _, app in self.topology().applications_of(name)}
        return not folders or not all(is_healthy(self._machine, folder, fault["healthy"]) for folder in folders)

    def _can_run(self, pool: Pool) -> bool:
        if self._pool_fails(pool.name) or missing_module(self._machine, pool):
            return False
        if pool.identity != "SpecificUser":
            return True
        return self._machine.accounts.accepts(pool.user, pool.password)

    def _start_site(self, data: dict[str, Any], site: Site) -> None:
        other = self._conflict(data, site)
        if other:
            raise ServiceError(
                f"the site {site.name} cannot start: the site {other} holds one of its bindings "
                "(cannot create a file when that file already exists, 0x800700B7)"
            )
        if site.root is None or self.topology().pool(site.root.pool) is None:
            raise ServiceError(f"the site {site.name} cannot start: the application pool of its root does not exist")
        data["sites"][site.name]["state"] = "Started"

    def _try_start_site(self, data: dict[str, Any], site: Site) -> None:
        try:
            self._start_site(data, site)
        except ServiceError:
            data["sites"][site.name]["state"] = "Stopped"

    def _conflict(self, data: dict[str, Any], site: Site) -> str | None:
        mine = {b.information.lower() for b in site.bindings if b.is_web}
        for other in self.topology().sites.values():
            started = data["sites"].get(other.name, {}).get("state") == "Started"
            if other.name != site.name and started and mine & {b.information.lower() for b in other.bindings}:
                return other.name
        return None

    # Workers

    def _renew_pool(self, data: dict[str, Any], pool: str) -> None:
        entry = next((e for name, e in self._pools(data).items() if name.lower() == pool.lower()), None)
        if entry is not None and entry["workers"]:
            self._renew(data, entry)
            if self._pool_fails(pool):
                entry |= {"state": "Stopped", "workers": []}

    def _renew(self, data: dict[str, Any], entry: dict[str, Any]) -> None:
        pid = int(data.get("nextPid", 5000))
        data["nextPid"] = pid + 4
        entry["workers"] = [{"pid": pid, "started": now()}]

    # Finding

    def _pools(self, data: Mapping[str, Any]) -> dict[str, Any]:
        pools: dict[str, Any] = data["pools"]
        return pools

    def _entry(self, kind: str, name: str) -> dict[str, Any]:
        if kind not in ("pool", "site"):
            raise NotFound(f"IIS has no kind {kind!r}; there are pool and site")
        found = next((e for n, e in self._data()[f"{kind}s"].items() if n.lower() == name.lower()), None)
        if found is None:
            raise NotFound(f"there is no {kind} {name}")
        entry: dict[str, Any] = found
        return entry

    def _pool(self, name: str) -> Pool:
        found = self.topology().pool(name)
        if found is None:
            raise NotFound(f"there is no pool {name}")
        return found

    def _site(self, name: str) -> Site:
        found = self.topology().site(name)
        if found is None:
            raise NotFound(f"there is no site {name}")
        return found

    def _save(self, data: dict[str, Any]) -> None:
        self._runtime.write(data)
        self._machine.front.refresh()

    def in_process_applications(self) -> list[tuple[Site, Application]]:
        """The apps that recycle with each commit."""
        pairs = [(s, a) for s in self.topology().sites.values() for a in s.applications if a.physical_path]
        return [(s, a) for s, a in pairs if is_in_process(self._machine.fs.path(a.physical_path))]


def _refuse(_content: bytes, _base: str) -> None:
    raise ServiceError("this view of the configuration is read-only")
