"""Set-DscBaseline: a document through the LCM."""

import json
import re
import struct
import time
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import FOLDER, make_host_folder
from winlab.shell.handlers.iis_draft import Changes, demand, many
from winlab.windows.dsc_document import compile_document
from winlab.windows.errors import MachineError
from winlab.windows.lcm import SETTINGS
from winlab.windows.machine import Machine

SAVED = rf"{FOLDER}\dsc\lcm.json"
META = r"C:\Windows\System32\Configuration\MetaConfig.mof"
CURRENT = r"C:\Windows\System32\Configuration\Current.mof"
_WANTED = {
    "refreshMode": "Push",
    "configurationMode": "ApplyOnly",
    "rebootNodeIfNeeded": False,
    "actionAfterReboot": "StopConfiguration",
}
_SCRIPTS = "or set setup: scripts for this host."
_FRAMED = "lcm.framed"
State = dict[str, Any]


def lcm_state(machine: Machine) -> State | None:
    """Get-LcmState."""
    try:
        found = machine.lcm.invoke("GetMetaConfiguration", {})["MetaConfiguration"]
    except MachineError:
        return None
    return {"state": found["LCMState"], **{name: found[name[0].upper() + name[1:]] for name in SETTINGS}}


def held_document(machine: Machine) -> str | None:
    """Get-LcmDocument."""
    try:
        found = machine.lcm.invoke("GetConfiguration", {})["configurations"]
    except MachineError:
        found = []
    if found:
        return str(found[0]["ConfigurationName"])
    return "?" if machine.fs.exists(CURRENT) else None


def is_held_by_us(held: str, configuration: str) -> bool:
    return held.lower() == configuration.lower()


@step("Set-DscBaseline")
def set_dsc_baseline(session: Session, p: Params) -> StepOutcome:
    demand(p, "Configuration", r"[A-Za-z]\w*")
    machine, name = session.machine, str(p["Configuration"])
    resources = [str(resource) for resource in many(p["Resources"])]
    lcm = _wait_idle(session, float(p.get("WaitSeconds", 300)))
    held = held_document(machine)
    foreign = _takeover(lcm, held, name)
    if foreign and not p.get("TakeOver"):
        raise StepFailure(
            "Somebody else uses DSC on this host.",
            f"RefreshMode Push, and no configuration but {name}",
            "; ".join(foreign),
            f"Ask who does, then run setup with --take-over, {_SCRIPTS}",
            "foreign",
        )
    mof = _compile(str(p["Document"]), name)
    differing = _differing(session, mof, resources)
    if not differing:
        return StepOutcome(data={"rebootRequired": machine.power.has_pending_work})
    changes = _settings(lcm, held, name)
    changes += [change(f"dsc/{resource}", "differs", "as declared") for resource in differing]
    restart = False
    if not session.whatif:
        _wait_idle(session, float(p.get("WaitSeconds", 300)))
        if any(re.match("lcm/(?!document)", made["path"]) for made in changes):
            _set_lcm(session, lcm, held)
        _send(session, mof)
        restart = machine.lcm.data["state"] == "PendingReboot"
        _prove(session, resources, restart)
    warnings = [f"Of somebody else's use of DSC is replaced: {sentence}." for sentence in foreign]
    return StepOutcome(changes, {"rebootRequired": restart or machine.power.has_pending_work}, warnings)


def _wait_idle(session: Session, seconds: float) -> State:
    end, pause = time.monotonic() + seconds, 0.1
    while True:
        lcm = lcm_state(session.machine)
        if lcm is None:
            raise StepFailure(
                "This host has no DSC.",
                "the Local Configuration Manager of Windows PowerShell 4 or later",
                "none",
                "Set setup: scripts for this host in the inventory.",
                "readiness",
            )
        if lcm["state"] != "Busy":
            return lcm
        if time.monotonic() >= end or session.stopped.wait(pause):
            raise StepFailure(
                "The Local Configuration Manager of this host is busy.",
                f"Idle within {seconds:g} s",
                "LCMState Busy",
                "Wait until it has ended, or find out who sent its configuration, then run again.",
                "busy",
            )
        pause = min(2 * pause, 5)


def _takeover(lcm: State, held: str | None, name: str) -> list[str]:
    """Get-LcmTakeover."""
    found = [f"RefreshMode is {lcm['refreshMode']}"] if lcm["refreshMode"].lower() != "push" else []
    if held is not None and not is_held_by_us(held, name):
        found.append(f"the configuration {held} is applied")
    return found


def _compile(document: str, name: str) -> bytes:
    try:
        return compile_document(document, name)
    except MachineError as error:
        message = f"This host cannot compile the configuration {name}."
        remedy = f"Correct setup in the inventory (the script is in the record of the run), {_SCRIPTS}"
        raise StepFailure(message, "a MOF", str(error), remedy, "setup") from None


def _data(session: Session, mof: bytes) -> bytes:
    """ConvertTo-LcmData."""
    return struct.pack("<I", len(mof) + 4) + mof if session.state.get(_FRAMED) else mof


def _differing(session: Session, mof: bytes | None, resources: list[str]) -> list[str]:
    """Test-DscBaseline, and Get-DscDifference without a document."""
    answer = session.machine.lcm.invoke("TestConfiguration", {}) if mof is None else _test(session, mof)
    ids = {found["ResourceId"].lower() for found in answer["ResourcesNotInDesiredState"]}
    return [resource for resource in resources if resource.lower() in ids]


def _test(session: Session, mof: bytes) -> dict[str, Any]:
    lcm = session.machine.lcm
    try:
        return lcm.invoke("TestConfiguration", {"configurationData": _data(session, mof)})
    except MachineError as error:
        session.state[_FRAMED] = True
        try:
            return lcm.invoke("TestConfiguration", {"configurationData": _data(session, mof)})
        except MachineError:
            session.state[_FRAMED] = False
        remedy = f"Correct what the resource complains of, {_SCRIPTS}"
        message = "DSC could not compare this host with the configuration."
        raise StepFailure(message, "which resources differ", str(error), remedy, "setup") from None


def _settings(lcm: State, held: str | None, name: str) -> Changes:
    """Get-LcmDifference."""
    changes = [
        change(f"lcm/{key}", lcm[key], wanted)
        for key, wanted in _WANTED.items()
        if str(lcm[key]).lower() != str(wanted).lower()
    ]
    if held is None or not is_held_by_us(held, name):
        changes.append(change("lcm/document", held, name))
    return changes


def _set_lcm(session: Session, lcm: State, held: str | None) -> None:
    """Set-LcmSetting."""
    make_host_folder(session.machine)
    if not session.machine.fs.exists(SAVED):
        if session.machine.fs.exists(META):
            session.machine.fs.write(SAVED.replace("lcm.json", "MetaConfig.mof"), session.machine.fs.read(META))
        session.machine.fs.write(SAVED, json.dumps({**lcm, "document": held or ""}).encode())
    lines = [f" {n[0].upper()}{n[1:]} = {v if isinstance(v, bool) else json.dumps(v)};" for n, v in _WANTED.items()]
    text = "\n".join(
        ["instance of MSFT_DSCMetaConfiguration", "{", *lines, "};", "instance of OMI_ConfigurationDocument"]
    )
    session.machine.lcm.invoke("SendMetaConfigurationApply", {"ConfigurationData": _data(session, text.encode())})


def _send(session: Session, mof: bytes) -> None:
    """Send-DscDocument."""
    lcm = session.machine.lcm
    try:
        lcm.invoke("SendConfigurationApply", {"ConfigurationData": _data(session, mof), "force": True})
    except MachineError as error:
        if lcm.data["state"] == "Busy":
            lcm.invoke("StopConfiguration", {"force": True})
        lcm.invoke("RemoveConfiguration", {"Stage": 2, "Force": True})
        remedy = "Correct the cause, then run setup again."
        if "0x800f081f" in str(error):
            remedy = "Name the installation media (its folder sources\\sxs) in setup.source."
        message = "DSC could not bring this host into the declared state."
        raise StepFailure(message, "each resource as declared", str(error), remedy, "setup") from None


def _prove(session: Session, resources: list[str], restart: bool) -> None:
    left = _differing(session, None, resources)
    if left and not restart and not session.machine.power.has_pending_work:
        remedy = "Look into the event log Microsoft-Windows-DSC/Operational of this host."
        message = f"DSC applied the configuration, but not {', '.join(left)}."
        raise StepFailure(message, "as declared", "differs", remedy, "setup")
