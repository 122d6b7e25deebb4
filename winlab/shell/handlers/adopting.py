"""Add-AdoptedRelease: what a hand-made site serves, kept as a release."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, handler_of, step
from winlab.shell.handlers.books import read_journal
from winlab.shell.handlers.content import copy_files
from winlab.shell.handlers.iis_draft import demand, many, sites
from winlab.shell.handlers.inplace_content import kept_paths, other_folders
from winlab.shell.handlers.release_folders import (
    Manifest,
    describe,
    really_there,
    release_folder,
    served,
    windows_name,
)
from winlab.windows.filesystem import FileSystem


@step("Add-AdoptedRelease")
def add_adopted_release(session: Session, p: Params) -> StepOutcome:
    demand(p, "Path", r"[A-Za-z]:\\.*")
    fs, target, path = session.machine.fs, str(p["Target"]), str(p["Path"])
    known = read_journal(session.machine).live(target)
    content = next(iter(served(session, str(p["Site"]), str(p.get("Application") or "/"))), "")
    if known or not content:
        release = str(known[-1].get("release")) if known else None
        return StepOutcome(data={"target": target, "release": release, "adopted": False})
    if not _is_there(fs, content):
        raise StepFailure(
            f"The content of {target} cannot be kept as a release.",
            "a folder of this host",
            content,
            f"Correct its physical path in IIS, or leave {target} out of the inventory.",
            "content",
        )
    left = _pattern(path, content, kept_paths(session, content, many(p.get("Preserve")), "adopted-"))
    manifest = describe(fs, content, [name for name, _ in fs.files(content) if not _is_left(left, name)])
    release = f"adopted-{manifest.sha256[:10]}"
    there = really_there(fs, path, release)
    copying = there is None or there.sha256 != manifest.sha256
    changes = [change(f"release/{target}/{release}", None, manifest.sha256)] if copying else []
    changes.append(change(f"adopted/{target}", None, release))
    if not session.whatif:
        if copying:
            _copy(fs, p, content, release, manifest)
        _write_down(session, p, content, release, manifest)
    links = _links(fs, content, left)
    warnings = [rf"{content}\{link} leads to another place: it is no part of the release." for link in links]
    others = other_folders(session, content, many(p.get("Preserve")))
    warnings += [
        f"{windows_name(content, other)} is no part of the release: IIS serves it as {name}." for other, name in others
    ]
    data = {"target": target, "release": release, "adopted": True, "files": len(manifest.entries)}
    return StepOutcome(changes, data, warnings)


def _pattern(path: str, content: str, preserve: Sequence[str]) -> re.Pattern[str]:
    """Get-AdoptedPattern, with Get-PreservePattern."""
    names = list(preserve)
    if path.lower() == content.lower():
        names += ["releases", "incoming", "shared"]
    elif path.lower().startswith(f"{content}\\".lower()):
        names.append(path[len(content) + 1 :])
    paths = "|".join(re.escape(name.replace("\\", "/").strip("/")) for name in names)
    ours = [r"^app_offline\.htm(\.new)?$", r"(^|/)[^/]+\.iisfleet(/|$)", *([f"^({paths})(/|$)"] if paths else [])]
    return re.compile("|".join(ours), re.IGNORECASE)


def _is_left(left: re.Pattern[str], name: str) -> bool:
    """Folder by folder, as Get-LiveFile walks."""
    parts = name.split("/")
    return any(left.search("/".join(parts[:depth])) for depth in range(1, len(parts) + 1))


def _links(fs: FileSystem, content: str, left: re.Pattern[str]) -> Iterator[str]:
    root = fs.path(content)
    for parent, folders, files in os.walk(root):
        for name in (*folders, *files):
            item = Path(parent, name)
            relative = item.relative_to(root).as_posix()
            if item.is_symlink() and not _is_left(left, relative):
                yield relative.replace("/", "\\")


def _is_there(fs: FileSystem, content: str) -> bool:
    on_drive = re.match(r"[A-Za-z]:\\[^\\]", content) and content[0].upper() in fs.drives()
    return bool(on_drive) and fs.is_folder(content)


def _copy(fs: FileSystem, p: Params, content: str, release: str, manifest: Manifest) -> None:
    """Copy-AdoptedContent."""
    folder = release_folder(str(p["Path"]), release)
    partial = f"{folder}.partial"
    try:
        fs.remove(partial)
        fs.make_folder(partial)
        copy_files(fs, content, partial, manifest.entries)
        made = describe(fs, partial)
        if made.sha256 != manifest.sha256:
            raise StepFailure(
                f"The content of {p['Target']} changed while it was copied.",
                manifest.sha256,
                made.sha256,
                "Name what the application writes in preserve: of the inventory, then adopt again.",
                "content",
            )
        fs.remove(folder)
        fs.write(f"{folder}.manifest", made.text.encode())
        fs.rename(partial, folder)
    finally:
        fs.remove(partial)


def _write_down(session: Session, p: Params, content: str, release: str, manifest: Manifest) -> None:
    site, application = str(p["Site"]), str(p.get("Application") or "/")
    saved = {"Target": p["Target"], "Site": site, "Application": application, "Release": release}
    folder = p.get("Content") or p["Path"]
    pool = _pool(session, site, application)
    handler_of("Save-ReleaseSettings")(session, saved | {"Pool": pool, "Folder": folder})
    if p.get("Content") and content.lower() == str(p["Content"]).rstrip("\\").lower():
        session.machine.fs.write(rf"{p['Path']}\current", release.encode())
    entry = {"event": "adopted", "run": p["Run"], "who": p.get("Who") or "", "target": p["Target"], "site": p["Site"]}
    entry |= {"release": release, "manifest": manifest.sha256}
    handler_of("Add-JournalEntry")(session, {"Entry": entry})


def _pool(session: Session, site: str, application: str) -> str:
    """Get-ApplicationPool."""
    element = sites(session).find(name=site)
    found = element and element.collection.find(path=application)
    return str(found.get("applicationPool")) if found else ""
