"""Set-IisSite, Set-IisApplication, Set-IisAuthentication."""

from collections.abc import Mapping, Sequence
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.iis_draft import Changes, demand, draft, many, note, pools, put, sites
from winlab.windows.config import Element
from winlab.windows.topology import AUTHENTICATION, expand

_FOLDER = r"|([A-Za-z]:\\|\\\\).*"
_FEATURES = {"windows": "Web-Windows-Auth", "basic": "Web-Basic-Auth", "anonymous": "Web-WebServer"}


@step("Set-IisSite")
def set_iis_site(session: Session, p: Params) -> StepOutcome:
    return StepOutcome(note(session, _edit_site, p, p.get("Pool")))


@step("Set-IisApplication")
def set_iis_application(session: Session, p: Params) -> StepOutcome:
    return StepOutcome(note(session, _edit_application, p, p.get("Pool")))


@step("Set-IisAuthentication")
def set_iis_authentication(session: Session, p: Params) -> StepOutcome:
    return StepOutcome(note(session, _edit_authentication, p, None))


def _edit_site(session: Session, p: Params) -> Changes:
    demand(p, "Name", r"[^/?]+")
    _demand_folder(p)
    path, collection = f"site/{p['Name']}", sites(session)
    site, changes = collection.find(name=p["Name"]), []
    if site is None:
        number = max((int(item.get("id")) for item in collection), default=0) + 1
        site = collection.add(name=p["Name"], id=number)
        changes.append(change(path, None, "present"))
    changes += _application(session, site, str(p["Name"]), "/", p)
    if p.get("AutoStart") is not None:
        changes += put(site, "serverAutoStart", p["AutoStart"], f"{path}/serverAutoStart")
    if p.get("Bindings") is not None:
        changes += _bindings(session, site, str(p["Name"]), many(p["Bindings"]), bool(p.get("Merge")))
    return changes


def _edit_application(session: Session, p: Params) -> Changes:
    demand(p, "Path", r"/.*[^/]")
    _demand_folder(p)
    site = sites(session).find(name=p["Site"])
    if site is None:
        raise StepFailure(
            f"There is no site {p['Site']} for the application {p['Path']}.",
            "a site of that name",
            "none",
            "Set-IisSite comes before its applications.",
            "missing",
        )
    root = site.collection.find(path="/")
    if root is not None and root.collection.find(path=p["Path"]) is not None:
        raise StepFailure(
            f"{p['Path']} of site {p['Site']} is a virtual directory.",
            "an application or nothing",
            "a virtual directory",
            f"Remove the virtual directory {p['Path']} by hand.",
            "conflict",
        )
    return _application(session, site, str(p["Site"]), str(p["Path"]), p)


def _demand_folder(p: Params) -> None:
    if p.get("PhysicalPath") is not None:
        demand(p, "PhysicalPath", _FOLDER)


def _application(session: Session, site: Element, name: str, at: str, p: Params) -> Changes:
    path = f"site/{name}" if at == "/" else f"site/{name}/application{at}"
    pool = p.get("Pool")
    if pool and pools(session).find(name=pool) is None:
        raise StepFailure(
            f"There is no pool {pool} for {path}.",
            "a pool of that name",
            "none",
            "Declare the pool: Set-IisPool comes before the site.",
            "missing",
        )
    changes: Changes = []
    application = site.collection.find(path=at)
    folder_given = str(p.get("PhysicalPath") or "")
    if application is None and not folder_given:
        raise StepFailure(
            f"{path} is not there, and without content it cannot be made.",
            "what is there already, or a folder to serve",
            "neither",
            "Name a package in the inventory, or give --package.",
            "missing",
        )
    if application is None:
        application = site.collection.add(path=at)
        changes += [] if at == "/" else [change(path, None, "present")]
    folder = application.collection.find(path="/") or application.collection.add(path="/")
    present = expand(str(folder.get("physicalPath") or "")).rstrip("\\")
    if folder_given and present.lower() != folder_given.rstrip("\\").lower():
        changes += put(folder, "physicalPath", folder_given, f"{path}/physicalPath")
    if pool:
        changes += put(application, "applicationPool", pool, f"{path}/applicationPool")
    if p.get("Preload") is not None:
        changes += put(application, "preloadEnabled", p["Preload"], f"{path}/preloadEnabled")
    return changes


def _bindings(session: Session, site: Element, name: str, wanted: Sequence[Mapping[str, Any]], merge: bool) -> Changes:
    refuse_conflict(session, name, wanted)
    collection, path = site.child("bindings").collection, f"site/{name}/binding"
    by_identity = {f"{b['Protocol']} {b['Information']}".lower(): b for b in wanted}
    changes: Changes = []
    kept: set[str] = set()
    for item in list(collection):
        identity = f"{item.get('protocol')} {item.get('bindingInformation')}"
        flags, match = int(item.get("sslFlags")), by_identity.get(identity.lower())
        if match is None:
            if not merge:
                changes.append(change(f"{path}/{identity} {flags}", "present", None))
                collection.remove(item)
            continue
        kept.add(identity.lower())
        if (flags ^ int(match.get("SslFlags") or 0)) & 1:
            item.set("sslFlags", flags ^ 1)
            changes.append(change(f"{path}/{identity} {flags}", "present", None))
            changes.append(change(f"{path}/{identity} {flags ^ 1}", None, "present"))
    for identity, binding in by_identity.items():
        if identity not in kept:
            changes.append(_add_binding(site, path, binding))
    return changes


def _add_binding(site: Element, path: str, binding: Mapping[str, Any]) -> dict[str, Any]:
    flags = int(binding.get("SslFlags") or 0)
    attributes = {"protocol": binding["Protocol"], "bindingInformation": binding["Information"]}
    site.child("bindings").collection.add(**attributes, **({"sslFlags": flags} if flags else {}))
    return change(f"{path}/{binding['Protocol']} {binding['Information']} {flags}", None, "present")


def refuse_conflict(session: Session, name: str, wanted: Sequence[Mapping[str, Any]]) -> None:
    informations = {str(b["Information"]).lower() for b in wanted}
    for site in sites(session):
        other = str(site.get("name"))
        if other.lower() == name.lower():
            continue
        for item in site.child("bindings").collection:
            protocol, information = str(item.get("protocol")), str(item.get("bindingInformation"))
            if information.lower() in informations and protocol.lower() in ("http", "https"):
                raise StepFailure(
                    f"Site {other} has the binding {protocol} {information} of {name}.",
                    "a binding that no other site holds",
                    f"site {other}",
                    f"Remove it from {other}, or give {name} another host name, address or port.",
                    "conflict",
                )


def _edit_authentication(session: Session, p: Params) -> Changes:
    modules = draft(session).section("system.webServer/globalModules").collection
    changes: Changes = []
    for kind in ("anonymous", "windows", "basic"):
        value = p.get(kind.capitalize())
        if value is None:
            continue
        module = f"{kind.capitalize()}AuthenticationModule"
        if value and modules.find(name=module) is None:
            raise StepFailure(
                f"Site {p['Site']} wants {kind} authentication, which is not installed.",
                f"the IIS module {module}",
                "not registered",
                f"Install-WindowsFeature {_FEATURES[kind]}",
                "readiness",
            )
        section = draft(session).section(f"{AUTHENTICATION}/{kind}Authentication", str(p["Site"]))
        changes += put(section, "enabled", value, f"site/{p['Site']}/authentication/{kind}")
    return changes
