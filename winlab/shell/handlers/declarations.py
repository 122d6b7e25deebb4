"""Get-SiteDeclaration: what an inventory would say of the sites of a host."""

import re
from collections.abc import Iterator
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, step
from winlab.shell.handlers.iis_draft import draft, many, pools, shown, sites
from winlab.shell.handlers.release_folders import need_iis
from winlab.windows.config import Element
from winlab.windows.topology import AUTHENTICATION, expand

_NAMES = re.compile(r"pass|pwd|secret|key|token|conn|credential|signature", re.IGNORECASE)
_SHAPES = [
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(password|pwd|uid|user id|accountkey|accesskey|signature|sig|data source|initial catalog|server)\s*=",
        r"://[^/\s@]+@",
        r"-----BEGIN ",
        r"\beyJ[A-Za-z0-9_-]{10}",
        r"(?=[A-Za-z0-9+/_=-]*[0-9])(?=[0-9+/_=-]*[A-Za-z])[A-Za-z0-9+/_=-]{24}",
    )
]
_COMPUTED = {"state", "applicationPoolSid", "isDsMapperEnabled", "certificateHash", "certificateStoreName"} | {
    "lastStartupStatus",
    "workerProcesses",
    "sessions",
}
_OF_POOL = {"name", "managedRuntimeVersion", "startMode", "autoStart", "enable32BitAppOnWin64", "queueLength"} | {
    "processModel/identityType",
    "processModel/userName",
    "processModel/password",
    "processModel/idleTimeout",
    "processModel/loadUserProfile",
    "recycling/periodicRestart/time",
    "recycling/periodicRestart/requests",
    "recycling/periodicRestart/privateMemory",
    "recycling/periodicRestart/schedule",
    "environmentVariables",
}
_OF_SITE = {"name", "id", "serverAutoStart", "bindings", "*"}
_OF_APPLICATION = {"path", "applicationPool", "preloadEnabled", "*"}


@step("Get-SiteDeclaration")
def get_site_declaration(session: Session, p: Params) -> StepOutcome:
    need_iis(session)
    there = {str(site.get("name")).lower(): site for site in sites(session)}
    names = [str(name) for name in many(p.get("Sites"))]
    for name in names:
        if name.lower() not in there:
            found = ", ".join(str(site.get("name")) for site in there.values())
            remedy = "Name one of these, or leave --site out."
            raise StepFailure(f"There is no site {name} on this host.", "a site of that name", found, remedy, "missing")
    wanted = {name.lower() for name in names} or set(there)
    declared = [_site(session, site) for name, site in there.items() if name in wanted]
    used = {app["pool"].lower(): app["pool"] for site in declared for app in site["applications"] if app["pool"]}
    found_pools = [pools(session).find(name=used[name]) for name in sorted(used)]
    return StepOutcome(data={"sites": declared, "pools": [_pool(pool) for pool in found_pools if pool]})


def looks_secret(name: str, text: str) -> bool:
    """Test-SecretText."""
    return bool(_NAMES.search(name)) or any(shape.search(text) for shape in _SHAPES)


def _unsaid(element: Element, known: set[str], prefix: str = "") -> Iterator[dict[str, Any]]:
    """Get-UnsaidSetting."""
    left = known | _COMPUTED
    for name in sorted(element.explicit(), key=str.lower):
        if f"{prefix}{name}" in left or name in _COMPUTED:
            continue
        text = "" if (value := shown(element, name)) is None else str(value)
        is_text = element.shape.attributes[name].kind == "string"
        hide = name == "password" or (is_text and looks_secret(name, text))
        yield {"path": f"{prefix}{name}", "value": None if hide else text}
    for name in element.shape.elements:
        if f"{prefix}{name}" not in left:
            yield from _unsaid(element.child(name), known, f"{prefix}{name}/")
    if element.shape.collection is not None and f"{prefix}*" not in left:
        for item in element.collection:
            yield from _unsaid(item, known, f"{prefix}{item.name}/")


def _pool(pool: Element) -> dict[str, Any]:
    model, restart = pool.child("processModel"), pool.child("recycling").child("periodicRestart")
    places = (
        *((pool, name) for name in ("enable32BitAppOnWin64", "queueLength")),
        *((model, name) for name in ("idleTimeout", "loadUserProfile")),
        *((restart, name) for name in ("time", "requests", "privateMemory")),
    )
    identity = model.get("identityType")
    return {
        "name": str(pool.get("name")),
        "runtime": str(pool.get("managedRuntimeVersion")),
        "autoStart": pool.get("autoStart"),
        "startMode": pool.get("startMode"),
        "identity": identity,
        "userName": shown(model, "userName") if identity == "SpecificUser" else None,
        "password": bool(model.get("password")),
        "settings": {name: element.get(name) for element, name in places if element.is_explicit(name)},
        "schedule": [str(item.get("value")) for item in restart.child("schedule").collection],
        "environment": [_variable(item) for item in pool.child("environmentVariables").collection],
        "unsaid": list(_unsaid(pool, _OF_POOL)),
    }


def _variable(item: Element) -> dict[str, Any]:
    name, text = str(item.get("name")), str(item.get("value"))
    secret = looks_secret(name, text)
    return {"name": name, "value": None if secret else text, "secret": secret}


def _site(session: Session, site: Element) -> dict[str, Any]:
    name = str(site.get("name"))
    applications = [_application(session, application) for application in site.collection]
    return {
        "name": name,
        "autoStart": site.get("serverAutoStart"),
        "bindings": [_binding(session, item) for item in site.child("bindings").collection],
        "applications": applications,
        "authentication": [
            {"application": one["path"], "kind": kind, "enabled": section.get("enabled")}
            for one in applications
            for kind in ("anonymous", "windows", "basic")
            if (section := _authentication(session, f"{name}{one['path']}".rstrip("/"), kind)).is_present
        ],
        "unsaid": list(_unsaid(site, _OF_SITE)),
    }


def _authentication(session: Session, location: str, kind: str) -> Element:
    return draft(session).section(f"{AUTHENTICATION}/{kind}Authentication", location)


def _application(session: Session, application: Element) -> dict[str, Any]:
    folder, unsaid = None, list(_unsaid(application, _OF_APPLICATION))
    for directory in application.collection:
        place, expanded = str(directory.get("path")), expand(str(directory.get("physicalPath"))).rstrip("\\")
        if place == "/":
            folder = expanded
            unsaid += _unsaid(directory, {"path", "physicalPath"})
        else:
            unsaid.append({"path": f"virtualDirectory{place}", "value": expanded})
    return {
        "path": str(application.get("path")),
        "pool": str(application.get("applicationPool")),
        "preload": application.get("preloadEnabled"),
        "folder": folder,
        "folders": _folders(session, folder or ""),
        "unsaid": unsaid,
    }


def _folders(session: Session, path: str) -> list[str]:
    """Get-ContentFolder."""
    fs = session.machine.fs
    if not re.match(r"[A-Za-z]:\\", path) or path[0].upper() not in fs.drives() or not fs.is_folder(path):
        return []
    return sorted((name for name in fs.names(path) if fs.is_folder(rf"{path}\{name}")), key=str.lower)[:50]


def _binding(session: Session, item: Element) -> dict[str, Any]:
    protocol, information = str(item.get("protocol")), str(item.get("bindingInformation"))
    flags, certificate = int(item.get("sslFlags")), None
    match = re.fullmatch(r"(?P<address>.*):(?P<port>\d+):(?P<host>[^:]*)", information)
    if protocol == "https" and match:
        address = "0.0.0.0" if match["address"] == "*" else match["address"]  # noqa: S104 - http.sys writes it so
        row = session.machine.httpsys.get(f"{match['host'] if flags & 1 else address}:{match['port']}")
        if row is not None:
            found = session.machine.certificates.find(row.thumbprint, row.store)
            subject = found and found.subject
            certificate = {"thumbprint": row.thumbprint, "store": row.store, "subject": subject}
    return {"protocol": protocol, "information": information, "sslFlags": flags, "certificate": certificate}
