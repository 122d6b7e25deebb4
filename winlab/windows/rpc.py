"""The methods that PowerShell and the control of the lab call: names with a dot, parameters in one object."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from winlab.windows.certificates import Certificate, is_valid
from winlab.windows.dsc_document import compile_document
from winlab.windows.errors import NotEmulated
from winlab.windows.installers import signature_of
from winlab.windows.programs import nuget, release
from winlab.windows.shares import ShareError

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

Method = Callable[["Machine", Mapping[str, Any]], Any]


def call(machine: "Machine", method: str, params: Mapping[str, Any]) -> Any:
    """Raises NotEmulated for an unknown method or a missing parameter, else MachineError as the model does."""
    found = METHODS.get(method)
    if found is None:
        raise NotEmulated(f"the method {method}")
    try:
        return found(machine, params)
    except KeyError as error:
        if error.args[0] in params:
            raise
        raise NotEmulated(f"{method} without the parameter {error.args[0]}") from None


def _certificate(found: Certificate) -> dict[str, Any]:
    return {
        "thumbprint": found.thumbprint,
        "subject": found.subject,
        "store": found.store,
        "notBefore": found.not_before,
        "notAfter": found.not_after,
        "hasPrivateKey": found.has_private_key,
        "valid": is_valid(found),
        "keyReaders": list(found.key_readers),
        "raw": base64.b64encode(found.raw).decode(),
    }


def _import(machine: "Machine", p: Mapping[str, Any]) -> dict[str, Any]:
    """password: that of a PFX file; None for a certificate alone."""
    content, password = machine.fs.read(p["path"]), p["password"]
    if password is None:
        return _certificate(machine.certificates.import_certificate(content, p["store"]))
    return _certificate(machine.certificates.import_pfx(content, password, p["store"]))


def _endpoint(machine: "Machine", p: Mapping[str, Any]) -> dict[str, Any]:
    address, port = machine.front.endpoint(str(p["address"]), int(p["port"]))
    return {"address": address, "port": port}


def _read_config(machine: "Machine", _: Mapping[str, Any]) -> dict[str, str]:
    content = machine.iis.read()
    return {"text": content.decode("utf-8-sig"), "base": hashlib.sha256(content).hexdigest()}


def _run(machine: "Machine", p: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(machine.run(str(p["name"]), *p.get("args", ()), caller=p.get("caller")))


def _connect(machine: "Machine", p: Mapping[str, Any]) -> dict[str, Any]:
    """code: Windows' number, 0 for a connection; text: what it says; folder: where the share is on this computer."""
    try:
        folder = machine.shares.connect(
            p["root"], p["user"], p["password"], caller=str(p.get("caller")), drive=p["drive"]
        )
    except ShareError as error:
        return {"code": error.code, "text": str(error), "folder": None}
    return {"code": 0, "text": "", "folder": str(folder)}


def _nuget(machine: "Machine", p: Mapping[str, Any]) -> dict[str, Any]:
    code, output = nuget.run(machine, p["program"], p["args"], p["profile"])
    return {"code": code, "output": output}


def _facts(machine: "Machine", _: Mapping[str, Any]) -> dict[str, Any]:
    facts = {name: value for name, value in machine.facts.items() if name != "profile"}
    return {**facts, "boot": machine.power.boot}


def _remove_key(machine: "Machine", p: Mapping[str, Any]) -> None:
    machine.registry.remove(p["path"], p.get("name"))
    if p.get("name") is None:
        machine.acl.forget(p["path"])


def _features(machine: "Machine", _: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "client": machine.features.is_client,
        "installed": machine.features.installed,
        "known": [*machine.features.known],
    }


def _restart(machine: "Machine", p: Mapping[str, Any]) -> None:
    machine.power.pace = float(p.get("pace", machine.power.pace))
    machine.power.restart(float(p.get("seconds", 0)))


def _lcm(machine: "Machine", p: Mapping[str, Any]) -> dict[str, Any]:
    document = {"configurationData": base64.b64decode(p["document"])} if p.get("document") else {}
    return machine.lcm.invoke(p["method"], {**p.get("arguments", {}), **document})


def _compile(_: "Machine", p: Mapping[str, Any]) -> None:
    """What the compiler says of a text. Raises MachineError."""
    compile_document(p["text"], p["configuration"])


METHODS: dict[str, Method] = {
    "os.facts": _facts,
    "clock.monotonic": lambda m, _: m.power.uptime(),
    "disk.free": lambda m, p: m.fs.free(str(p["drive"])[:1]),
    "disk.charge": lambda m, p: m.fs.charge(str(p["drive"])[:1], int(p["bytes"])),
    "fs.path": lambda m, p: str(m.fs.path(p["path"])),
    "fs.windows": lambda m, p: m.fs.windows(m.root.joinpath(p["path"])),
    "fs.holders": lambda m, p: [{"processId": h.pid, "name": h.name} for h in m.fs.holders(p["path"])],
    "fs.locked": lambda m, p: m.fs.is_locked(p["path"]),
    "registry.get": lambda m, p: m.registry.get(p["path"]),
    "registry.set": lambda m, p: m.registry.set(p["path"], p["name"], p["kind"], p["data"]),
    "registry.create": lambda m, p: m.registry.create(p["path"]),
    "registry.remove": _remove_key,
    "certificates.list": lambda m, p: [_certificate(c) for c in m.certificates.of(p.get("store", "My"))],
    "certificates.import": _import,
    "key.grant": lambda m, p: m.certificates.grant(p["thumbprint"], p["store"], p["sid"]),
    "services.list": lambda m, _: [asdict(service) for service in m.services.all()],
    "services.start": lambda m, p: m.services.start(p["name"]),
    "services.stop": lambda m, p: m.services.stop(p["name"], force=bool(p.get("force"))),
    "services.startType": lambda m, p: m.services.set_start_type(p["name"], p["startType"]),
    "program.run": _run,
    "share.connect": _connect,
    "share.disconnect": lambda m, p: m.shares.disconnect(str(p.get("caller")), p["drive"]),
    "release.program": lambda m, p: release.run(m, p["program"], p["args"], p["folder"], float(p["seconds"])),
    "nuget.find": lambda m, p: nuget.find(m, p["program"]),
    "nuget.run": _nuget,
    "acl.get": lambda m, p: m.acl.get(p["path"]),
    "acl.set": lambda m, p: m.acl.set(p["path"], p["sddl"]),
    "accounts.sid": lambda m, p: m.accounts.sid(p["name"]),
    "iis.state": lambda m, p: m.iis.state(p["kind"], p["name"]),
    "iis.connections": lambda m, _: m.connections(),
    "iis.start": lambda m, p: m.iis.start(p["kind"], p["name"]),
    "iis.stop": lambda m, p: m.iis.stop(p["kind"], p["name"]),
    "iis.recycle": lambda m, p: m.iis.recycle(p["name"]),
    "iis.workers": lambda m, p: [asdict(worker) for worker in m.iis.workers(p["pool"])],
    "features.list": _features,
    "features.install": lambda m, p: asdict(
        m.features.install(p["names"], p.get("source"), parents=p.get("parents", True))
    ),
    "lcm.invoke": _lcm,
    "lcm.compile": _compile,
    "iis.read": _read_config,
    "iis.write": lambda m, p: m.iis.write(p["text"].encode(), p["base"]),
    "iis.committed": lambda m, _: m.iis.committed(),
    "iis.encrypt": lambda m, p: m.dpapi.encrypt_attribute(p["text"], p.get("provider", "AesProvider")),
    "iis.decrypt": lambda m, p: m.dpapi.decrypt_attribute(p["text"]),
    "dpapi.protect": lambda m, p: m.dpapi.protect(p["text"]),
    "dpapi.unprotect": lambda m, p: m.dpapi.unprotect(p["text"]),
    "probe.endpoint": _endpoint,
    "session.elevated": lambda m, _: m.faults.active("wrong-rights") is None,
    "session.user": lambda m, _: f"{m.name.upper()}\\Administrator",
    "installer.start": lambda m, p: m.installers.start(p["path"], p["args"]),
    "installer.poll": lambda m, p: m.installers.poll(int(p["number"])),
    "installer.signature": lambda m, p: asdict(signature_of(m, p["path"])),
    "processes.alive": lambda m, p: m.processes.alive(int(p["pid"]), p.get("started")),
    "tasks.register": lambda m, p: m.tasks.register(p["path"], p["xml"], force=bool(p.get("force"))),
    "tasks.unregister": lambda m, p: m.tasks.unregister(p["path"]),
    "tasks.start": lambda m, p: m.tasks.start(p["path"]),
    "tasks.stop": lambda m, p: m.tasks.stop(p["path"]),
    "tasks.list": lambda m, _: m.tasks.all(),
    "power.reboot": _restart,
    "power.tells": lambda m, p: m.power.tells(p["when"], p["phase"]),
    "power.state": lambda m, _: m.power.state,
    "faults.set": lambda m, p: m.break_down(p["name"], p.get("options")),
    "faults.clear": lambda m, p: m.repair(p.get("name")),
    "faults.list": lambda m, _: m.faults.all(),
    "machine.given": lambda m, p: m.given(p["wanted"]),
    "machine.snapshot": lambda m, _: m.snapshot(),
}
