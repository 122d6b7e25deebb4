"""Set-IisPool."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from winlab.shell.handlers import Params, SecretText, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.iis_draft import HIDDEN, Changes, demand, many, note, plain, pools, put
from winlab.windows.config import Element
from winlab.windows.schema import parse_span, span_text

_IDENTITIES = ("ApplicationPoolIdentity", "LocalSystem", "LocalService", "NetworkService", "SpecificUser")


@step("Set-IisPool")
def set_iis_pool(session: Session, p: Params) -> StepOutcome:
    return StepOutcome(note(session, _edit, p, str(p["Name"])))


def _edit(session: Session, p: Params) -> Changes:
    path = f"pool/{p['Name']}"
    demand(p, "Name", r'[^|<>&"/\[\]+=;:,?*@\\]+')
    if p.get("Identity"):
        demand(p, "Identity", "|".join(_IDENTITIES))
    pool, changes = pools(session).find(name=p["Name"]), []
    merge = bool(p.get("Merge"))
    runtime = None if pool is not None and merge else ""
    if pool is None:
        pool = pools(session).add(name=p["Name"])
        changes.append(change(path, None, "present"))
    changes += _settings(pool, p, path, runtime)
    if p.get("Identity"):
        changes += _identity(pool, p, f"{path}/processModel")
    if p.get("RecycleSchedule") is not None:
        changes += _schedule(pool, p, path)
    if p.get("Environment") is not None:
        changes += _environment(pool, p["Environment"], str(p["Name"]), merge)
    return changes


def _settings(pool: Element, p: Params, path: str, runtime: str | None) -> Changes:
    model, restart = pool.child("processModel"), pool.child("recycling").child("periodicRestart")
    settings: list[tuple[Element, str, Any, str]] = [
        (pool, "managedRuntimeVersion", runtime, path),
        (pool, "enable32BitAppOnWin64", p.get("Enable32Bit"), path),
        (pool, "startMode", p.get("StartMode") or None, path),
        (pool, "autoStart", p.get("AutoStart"), path),
        (pool, "queueLength", p.get("QueueLength"), path),
        (model, "idleTimeout", _minutes(p.get("IdleTimeoutMinutes")), f"{path}/processModel"),
        (model, "loadUserProfile", p.get("LoadUserProfile"), f"{path}/processModel"),
        (model, "setProfileEnvironment", p.get("SetProfileEnvironment"), f"{path}/processModel"),
        (restart, "time", _minutes(p.get("RecycleMinutes")), f"{path}/recycling/periodicRestart"),
        (restart, "requests", p.get("RecycleRequests"), f"{path}/recycling/periodicRestart"),
        (restart, "privateMemory", p.get("RecyclePrivateMemoryKb"), f"{path}/recycling/periodicRestart"),
    ]
    given = [entry for entry in settings if entry[2] is not None]
    return [c for element, name, value, parent in given for c in put(element, name, value, f"{parent}/{name}")]


def _minutes(value: int | None) -> str | None:
    return None if value is None else span_text(timedelta(minutes=value))


def _identity(pool: Element, p: Params, path: str) -> Changes:
    model, user, password = pool.child("processModel"), None, ""
    if p["Identity"] == "SpecificUser":
        user = str(p.get("UserName") or "") or None
        password = _password(model, p, user)
    return [
        *put(model, "identityType", p["Identity"], f"{path}/identityType"),
        *put(model, "userName", user, f"{path}/userName"),
        *put(model, "password", password or None, f"{path}/password", exact=True, secret=True),
    ]


def _password(model: Element, p: Params, user: str | None) -> str:
    if user is None:
        raise StepFailure(
            f"The pool {p['Name']} needs the name of its account.",
            "UserName with SpecificUser",
            "none",
            "Set pool.identity in the inventory.",
            "identity",
        )
    if user.endswith("$"):
        return ""
    present = str(model.get("password")) if str(model.get("userName")).lower() == user.lower() else ""
    password = plain(p.get("Password")) or present
    if not password:
        raise StepFailure(
            f"The pool {p['Name']} needs the password of {user}.",
            "a password, or a gMSA whose name ends with $",
            "none",
            "Set pool.password in the inventory, as a !secret.",
            "identity",
        )
    return password


def _schedule(pool: Element, p: Params, path: str) -> Changes:
    collection = pool.child("recycling").child("periodicRestart").child("schedule").collection
    before = sorted(str(item.get("value")) for item in collection)
    after = sorted({_time(str(text)) for text in many(p["RecycleSchedule"])})
    if before == after:
        return []
    for item in list(collection):
        collection.remove(item)
    for value in after:
        collection.add(value=value)
    return [change(f"{path}/recycling/periodicRestart/schedule", before, after)]


def _time(text: str) -> str:
    return span_text(parse_span(text if text.count(":") == 2 else f"{text}:00"))


def _environment(pool: Element, wanted: Mapping[str, Any], name: str, merge: bool) -> Changes:
    path, collection = f"pool/{name}/environment", pool.child("environmentVariables").collection
    keys = {key.lower() for key in wanted}
    changes: Changes = []
    for item in [] if merge else [i for i in collection if str(i.get("name")).lower() not in keys]:
        changes.append(change(f"{path}/{item.get('name')}", HIDDEN, None))
        collection.remove(item)
    for variable in sorted(wanted, key=str.lower):
        value = plain(wanted[variable])
        if not value or not variable:
            raise StepFailure(
                f"The variable '{variable}' of pool {name} has no value.",
                "a name and a value: IIS holds no empty ones",
                "an empty one",
                "Give it a value, or take it out of env in the inventory.",
                "input",
            )
        found = collection.find(name=variable)
        if found is not None and found.get("value") == value:
            continue
        if found is None:
            collection.add(name=variable, value=value)
        else:
            found.set("value", value)
        hidden = isinstance(wanted[variable], SecretText)
        changes.append(change(f"{path}/{variable}", found and HIDDEN, HIDDEN if hidden else value))
    return changes
