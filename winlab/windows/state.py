r"""The state of a machine in the words of a case file: `given` makes it, `expected` is part of what must stand.

Both know the same keys (an acceptance kit reads them on a real Windows too):

    iis:
      pools: {Shop: {startMode: AlwaysRunning, processModel: {identityType: NetworkService}, environment: {A: x},
                     recycling: {periodicRestart: {time: '00:00:00', schedule: ['03:00:00']}}}}
             a pool's settings by the names of applicationHost.config; null: the pool is not there.
             `environment` is exact, everything else a subset. A list stands for a collection with one key.
      sites: {Shop: {physicalPath: 'C:\..', pool: Shop, preloadEnabled: false, serverAutoStart: true, id: 1,
                     bindings: ['http *:80:shop', 'https *:443:shop 1'],  # exact; sslFlags 0 if left out
                     applications: {/api: {physicalPath: .., pool: .., preloadEnabled: ..}},   # exact set of paths
                     authentication: {anonymous: true, windows: false, basic: false}}}
             null: the site is not there.
    users: {build: {folder: 'C:\Users\build', files: {'.nuget\packages\a.txt': text, 'AppData': null}}}
             a profile (the account is made if need be), and what is in it; null: no profile
    files: {'C:\x\a.txt': text, 'C:\x\b': null}    # null: a folder; {base64: ..} for bytes
    absent: ['C:\x\old']                           # given: removed · expected: not there
    junctions: {'C:\x\link': 'C:\y'}
    acl: {'C:\x': 'D:P(...)'}                      # compared as sets of explicit entries and protection
    registry: {'HKLM\SOFTWARE\X': {Name: value}}   # null: no such key; a value null: no such value
    certificates: [{subject: CN=shop.lab, not_after: '2025-06-01T00:00:00Z', has_private_key: true, store: My}]
                                                   # expected: {My/<thumbprint>: [SIDs that read its key]}; null: none
    sslcerts: {'0.0.0.0:443': thumbprint}          # null: none
    states: {pools: {Shop: Started}, sites: {Shop: Stopped}}
    tasks: {'\iisfleet\x': {at: '03:00', days: [Sunday]}}   # words of winlab/windows/task_words.py, or {xml: ..}
                                                   # null: no such task; expected: a subset
    power: scheduled                               # up, or a reboot is scheduled; down: one is at work
    services: {W3SVC: Running}                     # {status: .., startType: ..} for both; null: no such service
    journal: [{event: deployed, release: ..}]      # expected: exact length, each a subset
    lock: {run: r1, ..}                            # null: no lock; expected: a subset
    environment: {Shop: {A: x}}                    # the pool's variables, exact
    features: [Web-Server]                         # installed, with what they bring · expected: a subset
    lcm: {state: Busy, name: Contoso, ..}          # keys of winlab/windows/lcm.py; expected: a subset

Only in `given`: profile (left to whoever makes the machine), iis.defaultSite: true,
ages: {file: hours} (since it was written), accounts: {name: {sid, password}},
installers: {'C:\x.exe': {kind, version, signer}} (files of the lab),
packages: [{kind, version, module: false}] (installed; module: false: a hosting bundle that came before IIS),
locked: [files] (or {file: program that holds it}), faults: {name: options}, drives: [D], connections: {Shop: 3}
(clients that a site has; none if left out), shares: {'\\\\files\drop': {files: {'Shop\a.txt': text}, account: {user:
.., password: ..}, computers: true}} (of the lab: computers says whether SYSTEM may read it, account who else).
"""

import base64
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from winlab.windows.config import POOLS, SITES, Edit, Element
from winlab.windows.errors import NotEmulated
from winlab.windows.installers import Installer, install_package, installer_bytes
from winlab.windows.jsonfile import JsonFile
from winlab.windows.task_words import make_tasks
from winlab.windows.topology import AUTHENTICATION

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

JOURNAL = r"C:\ProgramData\iisfleet\journal.jsonl"
LOCK = r"C:\ProgramData\iisfleet\lock"


def apply(machine: "Machine", wanted: Mapping[str, Any]) -> None:
    """Raises NotEmulated for a key that is none of the above."""
    order = ["profile", *_MAKERS]
    for key in wanted:
        if key not in order:
            raise NotEmulated(f"the key {key} in given; there are {', '.join(order)}")
    for key, make in _MAKERS.items():
        if key in wanted:
            make(machine, wanted[key])


def _make_drives(machine: "Machine", drives: Sequence[str]) -> None:
    for drive in drives:
        (machine.root / drive.upper()).mkdir(exist_ok=True)


def _make_files(machine: "Machine", files: Mapping[str, Any]) -> None:
    for path, content in files.items():
        if content is None:
            machine.fs.make_folder(path)
        else:
            machine.fs.write(path, _bytes(content))


def _make_ages(machine: "Machine", ages: Mapping[str, float]) -> None:
    for path, hours in ages.items():
        written = time.time() - 3600 * hours
        os.utime(machine.fs.path(path), (written, written))


def _bytes(content: Any) -> bytes:
    return base64.b64decode(content["base64"]) if isinstance(content, Mapping) else str(content).encode()


def _make_users(machine: "Machine", users: Mapping[str, Mapping[str, Any] | None]) -> None:
    for name, settings in users.items():
        if settings is None:
            machine.users.remove(name)
        else:
            machine.users.add(name, **settings)


def _make_absent(machine: "Machine", paths: Sequence[str]) -> None:
    for path in paths:
        machine.fs.remove(path)


def _make_junctions(machine: "Machine", junctions: Mapping[str, str]) -> None:
    for link, target in junctions.items():
        machine.fs.make_junction(link, target)


def _make_registry(machine: "Machine", keys: Mapping[str, Any]) -> None:
    for path, values in keys.items():
        if values is None:
            if machine.registry.get(path):
                machine.registry.remove(path)
        else:
            machine.registry.load({path: values})


def _make_certificates(machine: "Machine", certificates: Sequence[Mapping[str, Any]]) -> None:
    for certificate in certificates:
        machine.certificates.add(**certificate)


def _make_accounts(machine: "Machine", accounts: Mapping[str, Mapping[str, Any] | None]) -> None:
    for name, entry in accounts.items():
        machine.accounts.add(name, **(entry or {}))


def _make_sslcerts(machine: "Machine", rows: Mapping[str, str | None]) -> None:
    for endpoint, thumbprint in rows.items():
        if thumbprint:
            machine.httpsys.put(endpoint, thumbprint, "{00000000-0000-0000-0000-000000000000}", "My")
        elif machine.httpsys.get(endpoint):
            machine.httpsys.remove(endpoint)


def _make_acl(machine: "Machine", acls: Mapping[str, str]) -> None:
    for path, sddl in acls.items():
        machine.acl.set(path, sddl)


def _make_journal(machine: "Machine", entries: Sequence[Mapping[str, Any]]) -> None:
    lines = [json.dumps({"sequence": number, **entry}) + "\n" for number, entry in enumerate(entries, 1)]
    machine.fs.write(JOURNAL, "".join(lines).encode())


def _make_lock(machine: "Machine", lock: Mapping[str, Any] | None) -> None:
    if lock is None:
        machine.fs.remove(LOCK)
    else:
        machine.fs.write(LOCK, json.dumps(lock).encode())


def _make_states(machine: "Machine", states: Mapping[str, Mapping[str, str]]) -> None:
    for kinds, entries in states.items():
        for name, wanted in entries.items():
            (machine.iis.start if wanted == "Started" else machine.iis.stop)(kinds.removesuffix("s"), name)


def _make_services(machine: "Machine", services: Mapping[str, Any]) -> None:
    for name, wanted in services.items():
        settings = wanted if isinstance(wanted, Mapping) else {"status": wanted}
        if "status" in settings and settings["status"] != machine.services.get(name).status:
            act = machine.services.start if settings["status"] == "Running" else machine.services.stop
            act(name)
        if "startType" in settings:
            machine.services.set_start_type(name, settings["startType"])


def _make_features(machine: "Machine", names: Sequence[str]) -> None:
    machine.features.install(names)


def _make_installers(machine: "Machine", files: Mapping[str, Mapping[str, Any]]) -> None:
    for path, installer in files.items():
        machine.fs.write(path, installer_bytes(**installer))


def _make_packages(machine: "Machine", packages: Sequence[Mapping[str, Any]]) -> None:
    for package in packages:
        install_package(machine, Installer(package["kind"], package["version"]), module=package.get("module", True))


def _make_lcm(machine: "Machine", values: Mapping[str, Any]) -> None:
    machine.lcm.set(**values)


def _make_shares(machine: "Machine", shares: Mapping[str, Mapping[str, Any]]) -> None:
    for root, share in shares.items():
        files = {name: None if text is None else _bytes(text) for name, text in share.get("files", {}).items()}
        machine.shares.add(root, files, share.get("account"), computers=share.get("computers", True))


def _make_connections(machine: "Machine", counts: Mapping[str, int]) -> None:
    JsonFile(machine.root / "connections.json").write(dict(counts))


def _make_locked(machine: "Machine", paths: Mapping[str, str] | Sequence[str]) -> None:
    holders = paths if isinstance(paths, Mapping) else dict.fromkeys(paths, "backup.exe")
    for path, holder in holders.items():
        machine.fs.lock(path, holder)


def _make_faults(machine: "Machine", faults: Mapping[str, Any]) -> None:
    for name, options in faults.items():
        machine.break_down(name, options)


def _make_environment(machine: "Machine", pools: Mapping[str, Mapping[str, str]]) -> None:
    _make_iis(machine, {"pools": {name: {"environment": variables} for name, variables in pools.items()}})


def _make_iis(machine: "Machine", iis: Mapping[str, Any]) -> None:
    with machine.iis.edit() as config:
        if iis.get("defaultSite"):
            _make_site(config, "Default Web Site", _DEFAULT_SITE)
        for name, settings in iis.get("pools", {}).items():
            _make_pool(config, name, settings)
        for name, settings in iis.get("sites", {}).items():
            _make_site(config, name, settings)


# As a new IIS has it.
_DEFAULT_SITE = {"id": 1, "physicalPath": r"%SystemDrive%\inetpub\wwwroot", "bindings": ["http *:80:"]}


def _make_pool(config: Edit, name: str, settings: Mapping[str, Any] | None) -> None:
    pools = config.section(POOLS).collection
    item = pools.find(name=name)
    if settings is None:
        if item:
            item.remove()
        return
    item = item or pools.add(name=name)
    rest = dict(settings)
    if "environment" in rest:
        variables = item.child("environmentVariables").collection
        variables.clear()
        for key, value in rest.pop("environment").items():
            variables.add(name=key, value=str(value))
    _fill(item, rest)


def _fill(element: Element, settings: Mapping[str, Any]) -> None:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            _fill(element.child(name), value)
        elif isinstance(value, list):
            collection = element.child(name).collection
            collection.clear()
            for entry in value:
                collection.add(**{collection.schema.keys[0]: entry})
        else:
            element.set(name, value)


def _make_site(config: Edit, name: str, settings: Mapping[str, Any] | None) -> None:
    sites = config.section(SITES).collection
    item = sites.find(name=name)
    if settings is None:
        if item:
            item.remove()
        return
    rest = dict(settings)
    used = [int(site.get("id")) for site in sites]
    item = item or sites.add(name=name, id=rest.pop("id", max(used, default=0) + 1))
    _make_bindings(item, rest.pop("bindings", None))
    for path, application in {"/": _root_settings(rest), **rest.pop("applications", {})}.items():
        _make_application(item, path, application)
    for kind, enabled in rest.pop("authentication", {}).items():
        config.section(f"{AUTHENTICATION}/{kind}Authentication", name).set("enabled", enabled)
    _fill(item, rest)


_OF_THE_ROOT = ("physicalPath", "pool", "applicationPool", "preloadEnabled")


def _root_settings(rest: dict[str, Any]) -> dict[str, Any]:
    return {name: rest.pop(name) for name in _OF_THE_ROOT if name in rest}


def _make_bindings(item: Element, bindings: Sequence[str] | None) -> None:
    if bindings is None:
        return
    collection = item.child("bindings").collection
    collection.clear()
    for binding in bindings:
        protocol, information, flags = binding_text(binding).split(" ")
        added = collection.add(protocol=protocol, bindingInformation=information)
        if flags != "0":
            added.set("sslFlags", int(flags))


def _make_application(item: Element, path: str, settings: Mapping[str, Any]) -> None:
    application = item.collection.find(path=path) or item.collection.add(path=path)
    rest = dict(settings)
    folders = application.collection
    root = folders.find(path="/") or folders.add(path="/")
    if "physicalPath" in rest:
        root.set("physicalPath", rest.pop("physicalPath"))
    if "pool" in rest:
        rest["applicationPool"] = rest.pop("pool")
    _fill(application, rest)


def binding_text(text: str) -> str:
    """'http *:80:shop' and 'http *:80:shop 0' are one."""
    parts = text.split(" ")
    return " ".join([*parts, "0"] if len(parts) == 2 else parts)


def _make_power(machine: "Machine", state: str) -> None:
    machine.power.pose(state)


_MAKERS: dict[str, Callable[["Machine", Any], None]] = {
    "drives": _make_drives,
    "installers": _make_installers,
    "packages": _make_packages,
    "features": _make_features,
    "lcm": _make_lcm,
    "users": _make_users,
    "files": _make_files,
    "ages": _make_ages,
    "absent": _make_absent,
    "junctions": _make_junctions,
    "registry": _make_registry,
    "certificates": _make_certificates,
    "accounts": _make_accounts,
    "iis": _make_iis,
    "environment": _make_environment,
    "sslcerts": _make_sslcerts,
    "acl": _make_acl,
    "journal": _make_journal,
    "lock": _make_lock,
    "states": _make_states,
    "services": _make_services,
    "tasks": make_tasks,
    "power": _make_power,
    "connections": _make_connections,
    "shares": _make_shares,
    "locked": _make_locked,
    "faults": _make_faults,
}
