"""The releases of a site, and the folder that holds them."""

import base64
import gzip
import re
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import (
    FINISHED,
    add_missing_folders,
    is_planned,
    merge_access,
    path_sddl,
    read_journal,
    read_lock,
    same_access,
    session_process,
)
from winlab.shell.handlers.iis_draft import demand, many, renew, sites
from winlab.shell.handlers.inplace_content import kept_paths, live_content, offline_page, other_folders
from winlab.shell.handlers.leftovers import clear_host_leftovers
from winlab.shell.handlers.release_folders import (
    complete,
    is_served,
    really_there,
    release_folder,
    remove_release,
    served,
)
from winlab.shell.handlers.settings import keep_settings, settings_fact
from winlab.windows.errors import IdentityNotMapped, MachineError

_RELEASE = r"[A-Za-z0-9][A-Za-z0-9._+-]*"
_ABSOLUTE = r"[A-Za-z]:\\.*"


@step("Get-SiteRelease")
def get_site_release(session: Session, p: Params) -> StepOutcome:
    demand(p, "Path", _ABSOLUTE)
    fs, path = session.machine.fs, str(p["Path"])
    physical = next(iter(served(session, str(p["Site"]), str(p.get("Application") or "/"))), None) or None
    manifest, files, others = None, 0, []
    if p.get("Content"):
        content = str(p["Content"])
        others = other_folders(session, content, many(p.get("Preserve")), application=True)
        preserve = kept_paths(session, content, many(p.get("Preserve")))
        live = live_content(session, str(p["Target"]), content, path, preserve)
        release, manifest, files = live.release, live.sha256, len(live.entries)
    elif release := _release_of(physical, path):
        there = really_there(fs, path, release)
        manifest, files = (there.sha256, len(there.entries)) if there else (None, 0)
    incoming = {name: fs.path(rf"{path}\incoming\{name}") for name in fs.names(rf"{path}\incoming")}
    return StepOutcome(
        data={
            "target": p["Target"],
            "release": release,
            "physicalPath": physical,
            "exists": physical is not None,
            "owned": _is_owned(session, str(p["Site"])),
            "manifest": manifest,
            "files": files,
            "offline": _offline(session, str(p.get("Content") or physical or "")),
            "releases": _releases(session, str(p["Target"]), path),
            "incoming": {name: file.stat().st_size for name, file in incoming.items() if file.is_file()},
            "others": [{"path": path, "name": name} for path, name in others],
        }
    )


def _offline(session: Session, folder: str) -> str | None:
    page = offline_page(session.machine.fs, folder) if folder else "none"
    return {"ours": "ours", "foreign": "other"}.get(page)


def _releases(session: Session, target: str, path: str) -> list[dict[str, Any]]:
    """Get-Release with a target."""
    found = []
    for name, digest in complete(session.machine.fs, path).items():
        found.append({"id": name, "manifest": digest, **settings_fact(session.machine, target, name)})
    return found


def _is_owned(session: Session, site: str) -> bool:
    """Test-SiteOwned."""
    if sites(session).find(name=site) is None:
        return True
    entries = [e for e in read_journal(session.machine).entries if e.get("event") in FINISHED]
    names = [(str(e.get("site", "")), str(e.get("target", "")).split("/")[0]) for e in entries]
    return any(site.lower() in (one.lower(), other.lower()) for one, other in names)


def _release_of(physical: str | None, path: str) -> str | None:
    prefix = rf"{path}\releases" + "\\"
    if physical is None or not physical.lower().startswith(prefix.lower()):
        return None
    rest = physical[len(prefix) :]
    return rest if rest and "\\" not in rest else None


@step("Get-ReleaseManifest")
def get_release_manifest(session: Session, p: Params) -> StepOutcome:
    demand(p, "Release", _RELEASE)
    path, release = str(p["Path"]), str(p["Release"])
    content = really_there(session.machine.fs, path, release)
    if content is None:
        raise StepFailure(
            f"Release {release} is not complete on this host.",
            f"{release_folder(path, release)} and its .manifest",
            "one of them is missing",
            "Deploy again: the host is asked anew which releases it has.",
            "content",
        )
    packed = base64.b64encode(gzip.compress(content.text.encode())).decode()
    return StepOutcome(
        data={"release": release, "manifest": content.sha256, "files": len(content.entries), "gzip": packed}
    )


@step("Set-SiteFolder")
def set_site_folder(session: Session, p: Params) -> StepOutcome:
    demand(p, "Path", r"[A-Za-z]:\\[^\\].*")
    demand(p, "Sddl", r"D:.*")
    machine, path, wanted = session.machine, str(p["Path"]), str(p["Sddl"])
    if p.get("Identity"):
        wanted += f"(A;OICI;0x1200a9;;;{_account_sid(session, str(p['Identity']))})"
    existed, is_told = machine.fs.exists(path), is_planned(session, path)
    names = () if p.get("Plain") else ("releases", "incoming") if p.get("Store") else ("releases", "incoming", "shared")
    changes = add_missing_folders(session, path, *(rf"{path}\{name}" for name in names))
    if is_told or (existed and p.get("KeepAccess")):
        return StepOutcome(changes)
    found = path_sddl(session, path) if existed else None
    if found is not None and p.get("Merge"):
        wanted = merge_access(found, wanted)
    if found is None or not same_access(found, wanted):
        changes.append(change(f"acl/{path}", found, wanted))
        if not session.whatif:
            machine.acl.set(path, wanted)
    return StepOutcome(changes)


def _account_sid(session: Session, name: str) -> str:
    try:
        return session.machine.accounts.sid(name)
    except IdentityNotMapped:
        raise StepFailure(
            f"Windows does not know the account {name}.",
            "an account of this host or of its domain",
            "no such account",
            "Correct pool.identity in the inventory, or make the account.",
            "identity",
        ) from None


@step("Remove-OldRelease")
def remove_old_release(session: Session, p: Params) -> StepOutcome:
    demand(p, "Release", _RELEASE)
    path, target, release = str(p["Path"]), str(p["Target"]), str(p["Release"])
    there = list(complete(session.machine.fs, path))
    earlier = [r for r in read_journal(session.machine).order(target) if r != release and r in there]
    known = [release, *earlier]
    others = read_journal(session.machine).live_of_others(target)
    old = known[int(p["Keep"]) :] + ([r for r in there if r not in known and r not in others] if earlier else [])
    changes, warnings = [], []
    for name in old:
        is_live = session.whatif and name == earlier[0]
        if is_served(session, path, name, but_for=target if is_live else ""):
            warnings.append(f"Release {name} stays: IIS serves it.")
            continue
        if is_live:
            changes.append(change(f"release/{target}/{name}", "kept", None))
            continue
        removed, warning = remove_release(session, path, name, target)
        waited = 0
        while not removed and waited < int(p.get("WaitSeconds") or 0) and not session.stopped.wait(1):
            waited += 1
            removed, warning = remove_release(session, path, name, target)
        changes += [change(f"release/{target}/{name}", "kept", None)] if removed else []
        warnings += [warning] if warning else []
    warnings += [*_clear_leftovers(session, path), *clear_host_leftovers(session)]
    keep_settings(session, target, {*complete(session.machine.fs, path), release})
    return StepOutcome(changes, warnings=warnings)


def _clear_leftovers(session: Session, path: str) -> list[str]:
    """Clear-ReleaseLeftover: sentences about what could not be deleted."""
    if session.whatif:
        return []
    fs, left, sentences = session.machine.fs, list[str](), list[str]()
    for folder, pattern in ((rf"{path}\releases", r"\.(partial|removing)$"), (rf"{path}\incoming", r"\.share$")):
        if fs.is_reparse_point(folder):
            sentences.append(f"{folder} is a junction or link: what interrupted deploys left there stays.")
            continue
        uploads = folder.endswith("incoming")
        for name in [rf"{folder}\{name}" for name in fs.names(folder)]:
            left += [name] if (re.search(pattern, name) if fs.is_folder(name) else uploads) else []
    for name in left:
        try:
            fs.remove(name)
        except MachineError as error:
            sentences.append(f"{name} is left: {error}")
    return sentences


@step("Remove-Release")
def remove_one_release(session: Session, p: Params) -> StepOutcome:
    demand(p, "Release", _RELEASE)
    machine, path, release = session.machine, str(p["Path"]), str(p["Release"])
    target = str(p.get("Target") or "") or None
    deployed = any(entry.get("release") == release for entry in read_journal(machine).live(target))
    if deployed or release not in complete(machine.fs, path):
        return StepOutcome()
    lock = read_lock(machine)
    if lock and lock["sessionAlive"] and int(lock["sessionProcessId"]) != session_process(session).pid:
        return StepOutcome(warnings=[f"Release {release} stays: run {lock['run']} holds this host."])
    if not session.whatif:
        renew(session)
    if is_served(session, path, release):
        return StepOutcome(warnings=[f"Release {release} stays: IIS serves it."])
    removed, warning = remove_release(session, path, release, target or "")
    owner = target or path.rsplit("\\", 1)[-1]
    changes = [change(f"release/{owner}/{release}", "kept", None)] if removed else []
    return StepOutcome(changes, warnings=[warning] if warning else [])
