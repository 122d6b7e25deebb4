"""Save-ReleaseSettings and Set-ReleaseSettings: what a release was live with, and back to it."""

import json
import re
from collections.abc import Container
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import FOLDER, make_host_folder, path_sddl
from winlab.shell.handlers.iis_draft import Changes, demand, note, pools, sites
from winlab.shell.handlers.saved_state import State, element_state, item_name, set_element_state
from winlab.shell.handlers.sites import refuse_conflict
from winlab.shell.handlers.state import authentication_state, restore_access, restore_authentication
from winlab.windows.config import Collection
from winlab.windows.machine import Machine
from winlab.windows.topology import expand


def settings_file(target: str, release: str = "") -> str:
    """Get-SettingsFile."""
    name = re.sub(r'[/\\:*?"<>|]', "~", target)
    folder = rf"{FOLDER}\settings\{name}"
    return rf"{folder}\{release}.json" if release else folder


def read_settings(machine: Machine, target: str, release: str) -> dict[str, Any] | None:
    """Read-ReleaseSettings."""
    file = settings_file(target, release)
    if not machine.fs.exists(file):
        return None
    try:
        saved: dict[str, Any] = json.loads(machine.fs.read(file).decode("utf-8-sig"))
        return saved if (saved["target"].lower(), saved["release"]) == (target.lower(), release) else None
    except (ValueError, KeyError, TypeError):
        return None


def settings_fact(machine: Machine, target: str, release: str) -> dict[str, Any]:
    """Get-SettingsFact."""
    saved = read_settings(machine, target, release)
    if saved is None:
        return {"settings": False, "pool": None, "bindings": []}
    items = [item for child in saved["element"]["elements"] if child["tag"] == "bindings" for item in child["items"]]
    names = [item_name(item["attributes"], item["tag"]) for item in items]
    return {"settings": True, "pool": saved["pool"], "bindings": names}


def remove_settings(session: Session, target: str, release: str) -> None:
    """Remove-ReleaseSettings."""
    file = settings_file(target, release)
    if target and not session.whatif and session.machine.fs.exists(file):
        session.machine.fs.remove(file)


def keep_settings(session: Session, target: str, releases: Container[str]) -> None:
    """Remove-ReleaseSettings without a release: of this target only those of some releases stay."""
    folder = settings_file(target)
    for name in session.machine.fs.names(folder):
        if name.endswith(".json") and name.removesuffix(".json") not in releases:
            remove_settings(session, target, name.removesuffix(".json"))


@step("Save-ReleaseSettings")
def save_release_settings(session: Session, p: Params) -> StepOutcome:
    demand(p, "Release", r"[A-Za-z0-9][A-Za-z0-9._+-]*")
    site, application = str(p["Site"]), str(p.get("Application") or "/")
    element, pool = _element(session, site, application), pools(session).find(name=p["Pool"])
    if element is None or pool is None:
        return StepOutcome(data={"saved": False})
    folder = p.get("Folder")
    sddl = path_sddl(session, str(folder)) if folder else None
    settings = {
        "target": p["Target"],
        "release": p["Release"],
        "site": site,
        "application": application,
        "pool": p["Pool"],
        "element": element,
        "poolElement": element_state(session, pool),
        "locations": [s for s in authentication_state(session, site) if s["location"].lower() == _place(p).lower()],
        "folders": [{"path": folder, "sddl": sddl}] if sddl else [],
    }
    if not session.whatif:
        make_host_folder(session.machine)
        session.machine.fs.write(settings_file(str(p["Target"]), str(p["Release"])), json.dumps(settings).encode())
    return StepOutcome(data={"saved": True})


def _place(p: Params) -> str:
    application = str(p.get("Application") or "/")
    return str(p["Site"]) if application == "/" else f"{p['Site']}{application}"


def _element(session: Session, site: str, application: str) -> dict[str, Any] | None:
    """Get-ReleaseElement."""
    element = sites(session).find(name=site)
    found = None if element is None else element.collection.find(path=application)
    if element is None or found is None:
        return None
    if application != "/":
        return element_state(session, found)
    state = element_state(session, element)
    state["attributes"] = [a for a in state["attributes"] if a["name"] != "id"]
    return state | {"items": [element_state(session, found)]}


@step("Set-ReleaseSettings")
def set_release_settings(session: Session, p: Params) -> StepOutcome:
    demand(p, "PhysicalPath", r"([A-Za-z]:\\|\\\\).*")
    target, release = str(p["Target"]), str(p["Release"])
    saved = read_settings(session.machine, target, release)
    if saved is None:
        raise StepFailure(
            f"The settings of release {release} of {target} were not saved.",
            settings_file(target, release),
            "no such file, or a damaged one",
            "Run the same command again: without them it uses those of the inventory.",
            "state",
        )
    access = restore_access(session, saved["folders"])
    return StepOutcome(access + note(session, lambda s, q: _edit(s, q, saved), p, p.get("Pool")))


def _edit(session: Session, p: Params, saved: State) -> Changes:
    changes: Changes = []
    if p.get("Pool"):
        keys = {"name": saved["pool"]}
        changes += _set_item(session, pools(session), keys, saved["poolElement"], f"pool/{saved['pool']}")
    changes += _set_application(session, p, saved["element"])
    others = [s for s in authentication_state(session, str(p["Site"])) if s["location"].lower() != _place(p).lower()]
    return changes + restore_authentication(session, str(p["Site"]), [*saved["locations"], *others])


def _set_item(session: Session, collection: Collection, keys: dict[str, Any], state: State, path: str) -> Changes:
    """Set-IisSavedItem."""
    name = next(iter(keys))
    element = collection.find(**{name: keys[name]})
    if element is not None:
        return set_element_state(session, element, state, path)
    set_element_state(session, collection.add(**keys), state, path)
    return [change(path, None, "present")]


def _set_application(session: Session, p: Params, state: State) -> Changes:
    """Set-ReleaseElement."""
    site, application = str(p["Site"]), str(p.get("Application") or "/")
    element = sites(session).find(name=site)
    if application != "/":
        if element is None:
            raise StepFailure(
                f"There is no site {site} for the application {application}.",
                "a site of that name",
                "none",
                f"Deploy {site} first.",
                "missing",
            )
        own = _at(state, str(p["PhysicalPath"]))
        return _set_item(
            session, element.collection, {"path": application}, own, f"site/{site}/application{application}"
        )
    refuse_conflict(session, site, [{"Information": text} for text in _bindings(state)])
    number = max((int(item.get("id")) for item in sites(session)), default=0) + 1
    others = []
    if element is not None:
        number = int(element.get("id"))
        others = [element_state(session, item) for item in element.collection if item.get("path") != "/"]
    whole = {
        **state,
        "attributes": [*state["attributes"], {"name": "id", "type": "Int64", "text": str(number), "protected": False}],
        "items": [_at(state["items"][0], str(p["PhysicalPath"])), *others],
    }
    return _set_item(session, sites(session), {"name": site, "id": number}, whole, f"site/{site}")


def _bindings(site: State) -> list[str]:
    return [
        a["text"]
        for e in site["elements"]
        if e["tag"] == "bindings"
        for i in e["items"]
        for a in i["attributes"]
        if a["name"] == "bindingInformation"
    ]


def _at(application: State, folder: str) -> dict[str, Any]:
    """The state of an application that serves another folder."""
    return {**application, "items": [_moved(item, folder) for item in application["items"]]}


def _moved(item: State, folder: str) -> State:
    if item_name(item["attributes"], item["tag"]) != "/":
        return item
    return {**item, "attributes": [_at_folder(attribute, folder) for attribute in item["attributes"]]}


def _at_folder(attribute: dict[str, Any], folder: str) -> dict[str, Any]:
    """What says the same with variables stays as it was."""
    same = expand(attribute["text"]).rstrip("\\").lower() == folder.rstrip("\\").lower()
    return attribute if attribute["name"] != "physicalPath" or same else attribute | {"text": folder}
