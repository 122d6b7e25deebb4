"""The saved state of IIS as data: elements to JSON and back, in the form that Save-IisState writes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from winlab.shell.handlers import Session, StepFailure, change
from winlab.shell.handlers.books import as_number
from winlab.shell.handlers.iis_draft import HIDDEN, Changes, shown
from winlab.windows.config import Element
from winlab.windows.errors import NotFound
from winlab.windows.machine import Machine

FOLDER = r"C:\ProgramData\iisfleet\state"
_STATES = "iis.states"
_PLANNED = "iis.planned"
State = Mapping[str, Any]


def state_file(run: str) -> str:
    return rf"{FOLDER}\{run}.json"


def saved_state(session: Session, run: str) -> dict[str, Any] | None:
    """What Save-IisState wrote for a run, or kept in memory for a plan. Raises StepFailure (kind 'state')."""
    kept: dict[str, Any] | None = session.state.get(_STATES, {}).get(run)
    if kept is not None:
        return kept
    fs = session.machine.fs
    if not fs.exists(state_file(run)):
        return None
    try:
        loaded: dict[str, Any] = json.loads(fs.read(state_file(run)).decode("utf-8-sig"))
        _ = [loaded[name] for name in ("run", "sites", "pools", "sslBindings", "folders")]
        as_number(loaded.get("sequence"), bits=64)
    except (ValueError, TypeError, KeyError) as error:
        raise StepFailure(
            f"The saved state of run {run} cannot be read.",
            "JSON of Save-IisState",
            str(error),
            f"Compare the site with the journal by hand, then delete {state_file(run)}.",
            "state",
        ) from None
    return loaded


def next_sequence(machine: Machine) -> int:
    """Get-StateSequence."""
    names = [name for name in machine.fs.names(FOLDER) if name.endswith(".json")] if machine.fs.exists(FOLDER) else []
    return max((_sequence(machine.fs.read(rf"{FOLDER}\{name}")) for name in names), default=0) + 1


def _sequence(content: bytes) -> int:
    """Read-StateSequence."""
    try:
        return int(json.loads(content.decode("utf-8-sig")).get("sequence") or 0)
    except (ValueError, AttributeError, TypeError):
        return 0


def keep(session: Session, run: str, state: dict[str, Any]) -> None:
    """Keep a plan's state for its later steps."""
    session.state.setdefault(_STATES, {})[run] = state


def live_state(session: Session, kind: str, name: str) -> str | None:
    """The run state of a pool or site, None if it is not there; a plan's restore counts as done."""
    planned: str | None = session.state.get(_PLANNED, {}).get((kind, name.lower()))
    if planned is not None:
        return planned
    try:
        return session.machine.iis.state(kind, name)
    except NotFound:
        return None


def plan_state(session: Session, kind: str, name: str, state: str) -> None:
    session.state.setdefault(_PLANNED, {})[kind, name.lower()] = state


# From elements


def element_state(session: Session, element: Element) -> dict[str, Any]:
    """All that is set below an element; secrets sealed."""
    children = [element_state(session, element.child(name)) for name in element.shape.elements]
    items = [] if element.shape.collection is None else list(element.collection)
    state: dict[str, Any] = {
        "tag": element.name,
        "attributes": attribute_states(session, element),
        "elements": [c for c in children if c["attributes"] or c["elements"] or c["items"]],
        "items": [element_state(session, item) for item in items],
    }
    if element.name == "environmentVariables":
        for attribute in (a for item in state["items"] for a in item["attributes"] if a["name"] == "value"):
            attribute |= {"text": session.machine.dpapi.protect(attribute["text"]), "protected": True}
    return state


def attribute_states(session: Session, element: Element) -> list[dict[str, Any]]:
    return [_attribute(session, name, value) for name, value in sorted(element.explicit().items())]


def _attribute(session: Session, name: str, value: Any) -> dict[str, Any]:
    kind = "Boolean" if isinstance(value, bool) else "Int64" if isinstance(value, int) else "String"
    sealed = name == "password"
    text = session.machine.dpapi.protect(str(value)) if sealed else str(value)
    return {"name": name, "type": kind, "text": text, "protected": sealed}


def _value(session: Session, state: State) -> Any:
    text = session.machine.dpapi.unprotect(state["text"]) if state["protected"] else state["text"]
    if state["type"] == "Boolean":
        return text == "True"
    return int(text) if state["type"].startswith("Int") else text


def item_name(attributes: Iterable[State], tag: str) -> str:
    """What an item is told apart by (Get-IisItemName)."""
    values = {"sslFlags": "0"} | {a["name"]: a["text"] for a in attributes}
    if "bindingInformation" in values:
        return f"{values['protocol']} {values['bindingInformation']} {values['sslFlags']}"
    return next((values[name] for name in ("name", "path", "logFieldName", "value") if name in values), tag)


def _item_path(parent: str, tag: str, name: str) -> str:
    if name == "/" and tag in ("application", "virtualDirectory"):
        return parent
    joint = {"application": "application", "virtualDirectory": "virtualDirectory", "binding": "binding/"}
    return f"{parent}/{joint.get(tag, '')}{name}"


# Back into elements


def set_element_state(session: Session, element: Element, state: State, path: str, *, secret: bool = False) -> Changes:
    """Make an element what was saved; only what differs is touched, so that a second call returns nothing."""
    changes = _take_away(element, {a["name"] for a in state["attributes"]}, path, secret)
    for saved in state["attributes"]:
        changes += _put_back(session, element, saved, path, secret)
    by_tag = {child["tag"]: child for child in state["elements"]}
    for name in element.shape.elements:
        empty = {"tag": name, "attributes": [], "elements": [], "items": []}
        below = {"environmentVariables": f"{path}/environment", "bindings": path}.get(name, f"{path}/{name}")
        changes += set_element_state(session, element.child(name), by_tag.get(name, empty), below)
    return changes if element.shape.collection is None else changes + _set_items(session, element, state, path)


def _take_away(element: Element, saved: set[str], path: str, secret: bool) -> Changes:
    changes: Changes = []
    for name in [name for name in element.explicit() if name not in saved]:
        before = shown(element, name)
        element.delete(name)
        after = shown(element, name)
        if before != after:
            hide = secret or name == "password"
            changes.append(change(f"{path}/{name}", HIDDEN if hide else before, None if hide else after))
    return changes


def _put_back(session: Session, element: Element, saved: State, path: str, secret: bool) -> Changes:
    name, value = saved["name"], _value(session, saved)
    before, differs = shown(element, name), str(element.get(name)) != str(value)
    element.set(name, value)
    if not differs:
        return []
    if secret or saved["protected"]:
        return [change(f"{path}/{name}", before and HIDDEN, HIDDEN)]
    return [change(f"{path}/{name}", before, shown(element, name))]


def _set_items(session: Session, element: Element, state: State, path: str) -> Changes:
    collection, is_environment = element.collection, element.name == "environmentVariables"
    present = HIDDEN if is_environment else "present"
    wanted = {item_name(item["attributes"], item["tag"]).lower(): item for item in state["items"]}
    before = [item_name(attribute_states(session, item), item.name) for item in collection]
    changes: Changes = []
    known: dict[str, Element] = {}
    for name, item in zip(before, list(collection), strict=True):
        if name.lower() in wanted:
            known[name.lower()] = item
            continue
        collection.remove(item)
        changes.append(change(_item_path(path, item.name, name), present, None))
    for item_state in state["items"]:
        name = item_name(item_state["attributes"], item_state["tag"])
        item_path = _item_path(path, item_state["tag"], name)
        if name.lower() in known:
            found = set_element_state(session, known[name.lower()], item_state, item_path, secret=is_environment)
            changes += [change(item_path, HIDDEN, HIDDEN)] if is_environment and found else found
            continue
        keys = {a["name"]: _value(session, a) for a in item_state["attributes"]}
        set_element_state(session, collection.add(**keys), item_state, item_path)
        changes.append(change(item_path, None, present))
    if element.name != "schedule":
        return changes
    after = [item_name(item["attributes"], item["tag"]) for item in state["items"]]
    return [change(path, before, after)] if before != after else []
