"""A machine from outside, as one value: what two snapshots differ in is what somebody changed.

    files         Windows path -> SHA-256, of every file but applicationHost.config; folders -> 'folder';
                  junctions -> 'junction to <path>'
    iis.pools     pool -> flat effective settings: 'startMode', 'processModel/identityType', 'environment/NAME',
                  'recycling/periodicRestart/schedule' (a list)
    iis.sites     site -> 'physicalPath', 'applicationPool', 'preloadEnabled', 'serverAutoStart', 'id',
                  'binding/<protocol> <information> <sslFlags>': 'present', 'application<path>/physicalPath' ...,
                  'authentication/windows'
    iis.defaults  the settings that a pool has which nobody touched
    states        {"pools": ..., "sites": ...} · workers pool -> [pid]
    features      names of the installed ones · lcm its settings, name of its document, pending one
    tasks         path -> what winlab/windows/task_words.py says of it; not the jobs of iisfleet
    services      name -> {"status", "startType", "processId"}
    acl, registry, sslcerts, certificates · keys thumbprint -> SIDs that were granted its private key
Passwords are shown as '***'. Plain JSON values throughout.
"""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from winlab.windows.config import POOLS, SITES, Edit, Element
from winlab.windows.lcm import shown as lcm_shown
from winlab.windows.profiles import ASSEMBLY, CONFIG
from winlab.windows.services import shown
from winlab.windows.task_words import shown as tasks_shown
from winlab.windows.topology import AUTHENTICATION, pool_environment

if TYPE_CHECKING:
    from winlab.windows.machine import Machine


def take(machine: "Machine") -> dict[str, Any]:
    """See above."""
    iis = _iis(machine) if machine.iis.installed else None
    states = machine.iis.states() if iis else {"pools": {}, "sites": {}}
    return {
        "files": files(machine),
        "iis": iis,
        "states": states,
        "workers": machine.iis.processes() if iis else {},
        "tasks": tasks_shown(machine),
        "services": dict(shown(machine.services)),
        "features": list(machine.features.installed),
        "lcm": lcm_shown(machine.lcm),
        "acl": dict(machine.acl.explicit()),
        "registry": dict(machine.registry.all()),
        "sslcerts": {endpoint: row.thumbprint.upper() for endpoint, row in machine.httpsys.all().items()},
        "certificates": [f"{c.store}/{c.thumbprint}" for c in machine.certificates.all()],
        "keys": {c.thumbprint: list(c.key_readers) for c in machine.certificates.all() if c.has_private_key},
    }


def files(machine: "Machine") -> dict[str, str]:
    """Every file, folder and junction of all drives; not what the lab itself puts there for PowerShell."""
    found: dict[str, str] = {}
    for drive in machine.fs.drives():
        for parent, folders, names in os.walk(machine.root / drive):
            for name in [*folders, *names]:
                path = Path(parent, name)
                found[machine.fs.windows(path)] = _seen(machine, path)
    unseen = {CONFIG.lower(), ASSEMBLY.lower()}
    return {windows: seen for windows, seen in found.items() if windows.lower() not in unseen}


def _seen(machine: "Machine", path: Path) -> str:
    if path.is_symlink():
        return f"junction to {machine.fs.windows(path.resolve())}"
    return "folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()


def _iis(machine: "Machine") -> dict[str, Any]:
    config = machine.iis.edit()
    pools = config.section(POOLS)
    return {
        "pools": {str(item.get("name")): pool_settings(item) for item in pools.collection},
        "sites": {str(i.get("name")): site_settings(config, i) for i in config.section(SITES).collection},
        "defaults": _shown(pools.child("applicationPoolDefaults")),
    }


def pool_settings(item: Element) -> dict[str, Any]:
    """The flat effective settings of a pool's element."""
    schedule = item.child("recycling").child("periodicRestart").child("schedule").collection
    settings = _shown(item)
    settings["recycling/periodicRestart/schedule"] = [str(entry.get("value")) for entry in schedule]
    return settings | {f"environment/{name}": value for name, value in pool_environment(item).items()}


def _shown(item: Element) -> dict[str, Any]:
    values = item.values()
    return {name: "***" if name.endswith("password") and value else value for name, value in values.items()}


def site_settings(config: Edit, item: Element) -> dict[str, Any]:
    """The flat effective settings of a site's element."""
    settings: dict[str, Any] = {"id": item.get("id"), "serverAutoStart": item.get("serverAutoStart")}
    for binding in item.child("bindings").collection:
        name = " ".join(str(binding.get(part)) for part in ("protocol", "bindingInformation", "sslFlags"))
        settings[f"binding/{name}"] = "present"
    for application in item.collection:
        settings |= _application(application)
    for kind in ("anonymous", "windows", "basic"):
        section = config.section(f"{AUTHENTICATION}/{kind}Authentication", str(item.get("name")))
        settings[f"authentication/{kind}"] = section.get("enabled")
    return settings


def _application(item: Element) -> dict[str, Any]:
    path = str(item.get("path"))
    prefix = "" if path == "/" else f"application{path}/"
    root = item.collection.find(path="/")
    return {
        f"{prefix}physicalPath": None if root is None else root.get("physicalPath"),
        f"{prefix}applicationPool": item.get("applicationPool"),
        f"{prefix}preloadEnabled": item.get("preloadEnabled"),
    }
