r"""What a report says, done by hand to a twin of the host: an honest report makes of the twin what the host has become.

``Twin(machine, folder)`` is the host as it is now. ``replay`` does each change of a report to it from outside, by the
words of winlab/windows/state.py, after it has held what the report says was there against what is. What the product
keeps for itself (``C:\ProgramData\iisfleet``, processes) is left out by rule, and nothing else: ``seen``.
"""

import base64
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from tests.outside import apart, without_bookkeeping
from winlab.windows.accounts import pool_sid
from winlab.windows.bundle import EXTENSIONS, MODULES, SECTION, bundles, has_section
from winlab.windows.installers import VISUAL_C, Installer, install_package
from winlab.windows.key_acl import meaning
from winlab.windows.machine import Machine
from winlab.windows.modules import add_modules, add_section
from winlab.windows.profiles import CONFIG
from winlab.windows.sddl import parse_sddl

VIEWS = {"x64": r"HKLM\SOFTWARE", "x86": r"HKLM\SOFTWARE\WOW6432Node"}
_NEW_TASK = {"enabled": "true", "timeLimit": "02:00:00", "boot": False}
_HASH = re.compile(r"-ne '([0-9a-fA-F]{64})'")


def seen(machine: Machine) -> dict[str, Any]:
    """A snapshot without books; also what of the ASP.NET Core Module stands in applicationHost.config."""
    snapshot = machine.snapshot()
    services = {name: {**one, "processId": bool(one["processId"])} for name, one in snapshot["services"].items()}
    return {
        **snapshot,
        "files": without_bookkeeping(snapshot["files"]),
        "acl": {path: _rights(path, sddl) for path, sddl in without_bookkeeping(snapshot["acl"]).items()},
        "services": services,
        "tasks": tasks_of(machine),
        "workers": {pool: len(pids) for pool, pids in snapshot["workers"].items()},
        "modules": sorted(_modules(machine)),
        "section": machine.iis.installed and has_section(machine),
    }


def tasks_of(machine: Machine) -> dict[str, dict[str, Any]]:
    """Scheduled tasks in the words of a report; of what one runs, the hash of its script."""
    found: dict[str, dict[str, Any]] = {}
    for path, words in machine.snapshot()["tasks"].items():
        command = base64.b64decode(str(words["arguments"]).rpartition(" ")[2]).decode("utf-16-le")
        hash_ = _HASH.search(command)
        found[path] = {
            "at": words["at"],
            "days": ", ".join(words["days"]).lower() or "daily",
            "account": words["user"],
            "script": hash_ and hash_[1].lower(),
            "enabled": str(words["enabled"]).lower(),
            "timeLimit": f"{int(words['minutes']) // 60:02}:{int(words['minutes']) % 60:02}:00",
            "boot": words["boot"],
        }
    return found


def _rights(path: str, sddl: str | None) -> Any:
    """An access list as what it means."""
    if path.upper().startswith("HKLM"):
        protected, entries = meaning(sddl or "D:")
        return protected, sorted(entries)
    dacl = parse_sddl(sddl or "D:")
    return dacl.protected, sorted(str(ace) for ace in dacl.aces if not ace.inherited)


def _modules(machine: Machine) -> list[str]:
    if not machine.iis.installed:
        return []
    root = etree.fromstring(machine.iis.read())
    return [str(node.get("name")) for node in root.findall("system.webServer/globalModules/add")]


class Twin:
    """``declared``: by the id of a DSC resource, what it stands for; the words of winlab/windows/state.py."""

    def __init__(self, machine: Machine, folder: Path, declared: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        shutil.copytree(machine.root, folder, symlinks=True, ignore=shutil.ignore_patterns("*.lock", "*.sock"))
        self.machine = Machine.load(folder)
        self._declared = declared or {}
        self._processes = machine.snapshot()["services"]
        self._restarted: set[str] = set()
        self._tasks = tasks_of(machine)

    def replay(self, changes: Iterable[Mapping[str, Any]]) -> None:
        """Raises AssertionError for a change whose `before` is not so, and for one that there is no rule for."""
        for change in changes:
            path, before = change["path"], change["before"]
            kind, _, rest = path.partition("/")
            assert kind in _KINDS, f"no rule for {path}"
            found = _KINDS[kind](self, rest, change["after"])
            if kind == "acl":
                found, before = _rights(rest, found), _rights(rest, before)
            assert found == before, f"{path}: the report says {before!r}, there was {found!r}"

    def apart_from(self, machine: Machine) -> list[str]:
        """Where the twin and the host differ, and services that were restarted though the report says nothing of it."""
        untold = [
            f"/services/{name}/processId"
            for name, one in machine.snapshot()["services"].items()
            if one["processId"] != (old := self._processes.get(name, one)["processId"])
            and old
            and one["processId"]
            and name not in self._restarted
        ]
        return [*apart({**seen(self.machine), "tasks": self._tasks}, seen(machine)), *untold]

    def close(self) -> None:
        self.machine.close()

    # Each tells what was there, and then does the change.

    def feature(self, name: str, after: Any) -> Any:
        there = "installed" if name in self.machine.features.installed else None
        self.machine.given({"features": [name]})
        return there

    def dsc(self, resource: str, after: Any) -> Any:
        words = self._declared[resource]
        found = "differs" if self.machine.differs(words) else "as declared"
        self.machine.given(words)
        return found

    def lcm(self, name: str, after: Any) -> Any:
        key = "name" if name == "document" else name
        found = self.machine.lcm.data[key]
        self.machine.lcm.set(**{key: after})
        return found

    def folder(self, path: str, after: Any) -> Any:
        found = "present" if self.machine.fs.exists(path) else None
        self.machine.fs.make_folder(path)
        return found

    def acl(self, path: str, after: Any) -> Any:
        found = self.machine.acl.explicit().get(path)
        self.machine.acl.set(path, after)
        return found

    def registry(self, place: str, after: Any) -> Any:
        key, _, name = place.rpartition("/")
        found = self.machine.registry.value(key, name)
        self.machine.given({"registry": {key: {name: after}}})
        return found

    def keypolicy(self, place: str, after: Any) -> Any:
        view, _, name = place.partition("/")
        key = rf"{VIEWS[view]}\Microsoft\DotNetPackages\Microsoft.AspNetCore.DataProtection"
        return self.registry(f"{key}/{name}", after)

    def service(self, place: str, after: Any) -> Any:
        name, _, setting = place.partition("/")
        if after == "restarted":
            self._restarted.add(name)
            return self.machine.services.get(name).status
        one = self.machine.snapshot()["services"][name]
        self.machine.given({"services": {name: {setting: after}}})
        return one[setting]

    def package(self, place: str, after: Any) -> Any:
        kind, _, band = place.partition("/")
        found = self._version(kind, band)
        if after != "repaired":
            install_package(self.machine, Installer(kind, after))
        return found

    def _version(self, kind: str, band: str) -> str | None:
        if kind == "hosting-bundle":
            return next((bundle.version for bundle in bundles(self.machine) if bundle.band == band), None)
        if kind == "vc-redist":
            version = self.machine.registry.value(VISUAL_C, "Version")
            return version and re.sub(r"^v|\.00$", "", str(version))
        key = self.machine.registry.get(rf"{EXTENSIONS}\MSDeploy") or {"keys": []}
        versions = [self.machine.registry.value(rf"{EXTENSIONS}\MSDeploy\{n}", "Version") for n in key["keys"]]
        return next((str(version) for version in versions), None)

    def file(self, path: str, after: Any) -> Any:
        found = "present" if self.machine.fs.exists(path) else None
        self.machine.fs.write(path, b"winlab module\n")
        return found

    def module(self, name: str, after: Any) -> Any:
        found = "registered" if name in _modules(self.machine) else None
        (module,) = (module for module in MODULES.values() if module.name == name)
        self.machine.fs.write(CONFIG, add_modules(self.machine.fs.read(CONFIG), {name: module.image}))
        key = rf"{EXTENSIONS}\{module.key}"
        if self.machine.registry.get(key) is None:  # its own entry comes with it
            version = bundles(self.machine)[-1].module_version
            self.machine.registry.load({key: {"Install": 1, "Version": version}})
        return found

    def section(self, name: str, after: Any) -> Any:
        found = "present" if has_section(self.machine) else None
        assert name == f"system.webServer/{SECTION}"
        self.machine.fs.write(CONFIG, add_section(self.machine.fs.read(CONFIG), SECTION))
        return found

    def autogenkey(self, place: str, after: Any) -> Any:
        pool, _, view = place.rpartition("/")
        sid = pool_sid(pool)
        key = rf"{VIEWS[view]}\Microsoft\ASP.NET\4.0.30319.0\AutoGenKeys\{sid}"
        wanted = f"D:P(A;OICI;GA;;;SY)(A;OICI;GA;;;BA)(A;OICI;GA;;;{sid})"
        there = self.machine.registry.get(key) is not None
        same = there and meaning(self.machine.acl.get(key)) == meaning(wanted)
        self.machine.given({"registry": {key: {}}, "acl": {key: wanted}})
        return after if same else "other rights" if there else None

    def certificate(self, place: str, after: Any) -> Any:
        store, _, thumbprint = place.partition("/")
        found = self.machine.certificates.find(thumbprint, store)
        (subject,) = self._declared["certificates"]
        self.machine.certificates.add(subject, store=store, has_private_key=store == "My")
        return found and "present"

    def key(self, place: str, after: Any) -> Any:
        thumbprint, _, sid = place.partition("/")
        granted = self.machine.call("key.grant", {"thumbprint": thumbprint.upper(), "store": "My", "sid": sid})
        return None if granted else "read"

    def pool(self, place: str, after: Any) -> Any:
        name, _, setting = place.partition("/")
        found = self.machine.snapshot()["iis"]["pools"][name][setting]
        words: Any = after
        for part in reversed(setting.split("/")):
            words = {part: words}
        self.machine.given({"iis": {"pools": {name: words}}})
        return found

    def task(self, place: str, after: Any) -> Any:
        path, _, setting = place.partition("/")
        task = self._tasks.get(path)
        if setting:
            assert task is not None, f"{place} is told before its task"
            found, task[setting] = task.get(setting), after
        elif after is None:
            found = "present" if self._tasks.pop(path, None) else None
        else:
            found, self._tasks[path] = "present" if task else None, dict(_NEW_TASK)
        return found

    def cache(self, path: str, after: Any) -> Any:
        files = self.machine.snapshot()["files"]
        inside = [file for file, what in files.items() if file.startswith(f"{path}\\") and what != "folder"]
        found = sum(len(self.machine.fs.read(file)) for file in inside)
        self.machine.fs.remove(path)
        return found


_KINDS: Mapping[str, Callable[[Twin, str, Any], Any]] = {
    name: getattr(Twin, name)
    for name in (
        "task", "feature", "dsc", "lcm", "folder", "acl", "registry", "keypolicy", "service", "package", "file",
        "module", "section", "autogenkey", "certificate", "key", "pool", "cache",
    )
}  # fmt: skip
