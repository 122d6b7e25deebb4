"""A machine: one folder that holds all of an emulated Windows host.

    <root>/C/...             drive C: as files (and D, E if made)
    <root>/tasks.json  power.json
    <root>/registry.json  acl.json  certificates.json  httpsys.json  accounts.json  runtime.json  faults.json
    <root>/facts.json        name, profile and operating system
    <root>/machine.key       the key of DPAPI and of encrypted attributes

A person may change any of these while the lab runs; they are read again when they have changed.
"""

import shutil
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from winlab.faults import FAULTS, Faults
from winlab.windows import differences, healthy, programs, rpc, snapshots, state
from winlab.windows.accounts import Accounts
from winlab.windows.acl import Acl
from winlab.windows.bundle import upgrade_windows
from winlab.windows.certificates import Certificates
from winlab.windows.dpapi import Dpapi
from winlab.windows.errors import NotFound
from winlab.windows.features import Features
from winlab.windows.filesystem import FileSystem
from winlab.windows.front import Front, Unserved
from winlab.windows.handmade import HAND_MADE
from winlab.windows.httpsys import HttpSys
from winlab.windows.iis import Iis
from winlab.windows.installers import Installer, Installers, install_package
from winlab.windows.jsonfile import JsonFile
from winlab.windows.lcm import Lcm
from winlab.windows.power import Power
from winlab.windows.processes import Processes
from winlab.windows.profiles import RUNTIME, find_profile, install, system_facts
from winlab.windows.registry import Registry
from winlab.windows.scheduler import Tasks
from winlab.windows.services import Services
from winlab.windows.shares import Shares
from winlab.windows.users import Users


class Machine:
    """An emulated Windows host. Thread-safe: `lock` is taken by `call` and by everything that changes something.

    engine: 'emulated' or 'dotnet', who answers for the applications (winlab/web/apps.py).
    """

    root: Path
    name: str
    engine: str
    facts: dict[str, Any]
    faults: Faults
    fs: FileSystem
    registry: Registry
    acl: Acl
    certificates: Certificates
    httpsys: HttpSys
    dpapi: Dpapi
    processes: Processes
    accounts: Accounts
    iis: Iis
    tasks: Tasks
    power: Power
    installers: Installers
    features: Features
    lcm: Lcm
    services: Services
    shares: Shares
    users: Users
    front: Front

    def __init__(self, root: Path, engine: str = "emulated") -> None:
        self.root = root.resolve()
        self.engine = engine
        self.lock = threading.RLock()
        self.processes = Processes()
        # Once, not again after a reset: who runs tasks, ends sessions and answers HTTP is set from outside.
        self.tasks = Tasks(self, JsonFile(self.root / "tasks.json"))
        self.power = Power(self, JsonFile(self.root / "power.json"))
        self.shares = Shares(self, self.root.parent / "shares")
        self.front = Unserved()
        self._open()

    def _open(self) -> None:
        self.facts = dict(JsonFile(self.root / "facts.json").read())
        self.name = self.facts["computer"]
        self.faults = Faults(self.root / "faults.json")
        self.fs = FileSystem(self.root, self.faults, self.lock, self.processes)
        self.registry = Registry(JsonFile(self.root / "registry.json"))
        self.acl = Acl(JsonFile(self.root / "acl.json"), self.fs, self.registry)
        self.certificates = Certificates(JsonFile(self.root / "certificates.json"))
        self.httpsys = HttpSys(JsonFile(self.root / "httpsys.json"), self.certificates)
        self.dpapi = Dpapi(self.root / "machine.key")
        self.accounts = Accounts(JsonFile(self.root / "accounts.json"))
        self.iis = Iis(self, JsonFile(self.root / "runtime.json"), self.lock)
        self.features = Features(self, JsonFile(self.root / "features.json"))
        self.lcm = Lcm(self, JsonFile(self.root / "lcm.json"))
        self.services = Services(self, JsonFile(self.root / "services.json"), self.lock)
        self.installers = Installers(self)
        self.users = Users(self)
        held = self.faults.active("locked-file")
        if held and self.fs.exists(held["path"]):
            self.fs.lock(held["path"], held["holder"])

    @classmethod
    def create(cls, root: Path, name: str, profile: str = "ready", *, engine: str = "emulated") -> "Machine":
        """Make the folder of a new host. Raises NotFound for the profile, FileExistsError if one is there."""
        chosen = find_profile(profile)
        (root / "C").mkdir(parents=True)
        JsonFile(root / "facts.json").write({"profile": chosen.name, **system_facts(name, chosen)})
        machine = cls(root, engine)
        install(machine, chosen)
        if chosen.bundle:
            install_package(machine, Installer("hosting-bundle", RUNTIME))
        if chosen.by_hand:
            machine.given(HAND_MADE)
        return machine

    @classmethod
    def load(cls, root: Path, *, engine: str = "emulated") -> "Machine":
        """The host of an existing folder."""
        return cls(root, engine)

    def close(self) -> None:
        """Let go of ports, application processes, jobs and files. Not under the lock: jobs may wait for it."""
        self.power.close()
        self.tasks.end_all()
        self.front.close()
        self.fs.unlock()

    def reset(self) -> None:
        """Back to what `create` made; the object stays usable."""
        self.close()
        with self.lock:
            name, kind = self.name, self.facts["profile"]
            for entry in self.root.iterdir():
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
            Machine.create(self.root, name, kind)
            self._open()

    def path(self, windows: str) -> Path:
        """The file on this computer for a Windows path (see FileSystem.path)."""
        return self.fs.path(windows)

    def call(self, method: str, params: Mapping[str, Any] | None = None) -> Any:
        """A method of the RPC by its name (winlab/windows/rpc.py). Raises MachineError."""
        with self.lock:
            return rpc.call(self, method, params or {})

    def break_down(self, name: str, options: Mapping[str, Any] | None = None) -> None:
        """Switch a fault on (winlab/faults.py), and do at once what it needs. Raises NotFound."""
        with self.lock:
            wanted = dict(options or {})
            if name in ("failing-health", "pool-cannot-start"):
                wanted.setdefault("healthy", healthy.marks(self))
            if name == "locked-file":
                wanted["path"] = wanted.get("path") or self._old_file()
                self.fs.lock(wanted["path"], wanted.get("holder") or FAULTS[name].options["holder"])
            self.power.uptime()  # what has passed until now has passed at the old pace
            self.faults.set(name, wanted)
            if name == "fast-clock":
                self.tasks.arm()
            if name == "os-upgrade":  # it is over when it has happened
                self.faults.clear(name)
                upgrade_windows(self, wanted.get("what", FAULTS[name].options["what"]))

    def repair(self, name: str | None = None) -> None:
        """Switch a fault off, or all."""
        with self.lock:
            held = self.faults.active("locked-file") if name in (None, "locked-file") else None
            if held:
                self.fs.unlock(held["path"])
            self.power.uptime()
            self.faults.clear(name)
            if name in (None, "fast-clock"):
                self.tasks.arm()

    def _live_folders(self) -> list[str]:
        if not self.iis.installed:
            return []
        return [a.physical_path for s in self.iis.topology().sites.values() for a in s.applications]

    def _old_file(self) -> str:
        """A file of the oldest release that no application uses."""
        live = {folder.lower() for folder in self._live_folders()}
        releases = [r for r in self.root.glob("C/**/releases/*") if r.is_dir()]
        for release in sorted(releases, key=lambda r: r.stat().st_mtime):
            files = [f for f in sorted(release.rglob("*")) if f.is_file()]
            if files and self.fs.windows(release).lower() not in live:
                return self.fs.windows(files[0])
        raise NotFound("no file of an old release is there to be locked: deploy twice, or give the option path")

    def connections(self) -> dict[str, int]:
        """Site -> how many clients are connected to it: none, but what connections.json says.

        Raises NotFound without IIS: its counters come with it.
        """
        with self.lock:
            if not self.iis.installed:
                raise NotFound("Invalid class")
            given = JsonFile(self.root / "connections.json").read()
            sites = self.iis.topology().sites
            return {name: int(given.get(name, 0)) for name in sites} | {name: int(n) for name, n in given.items()}

    def run(self, program: str, *arguments: str, caller: str | None = None) -> programs.Exit:
        """Run a native program; caller: who reads a share (winlab/windows/shares.py). Raises NotEmulated."""
        with self.lock:
            return programs.run(self, program, arguments, caller)

    def snapshot(self) -> dict[str, Any]:
        """Everything a person could see from outside (winlab/windows/snapshots.py)."""
        with self.lock:
            return snapshots.take(self)

    def given(self, wanted: Mapping[str, Any]) -> None:
        """Bring the machine into a state from outside (winlab/windows/state.py names the keys)."""
        with self.lock:
            state.apply(self, wanted)

    def differs(self, expected: Mapping[str, Any]) -> list[str]:
        """What is not as expected, a sentence each (winlab/windows/state.py names the keys)."""
        with self.lock:
            return differences.differences(self, expected)
