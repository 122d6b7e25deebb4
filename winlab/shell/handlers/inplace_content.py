"""Content that is published in place, by hash: what is live, what a release changes there (Get-LiveContent and kin)."""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from winlab.shell.handlers import Session, StepFailure
from winlab.shell.handlers.proving import differing
from winlab.shell.handlers.release_folders import (
    Entry,
    Manifest,
    current_release,
    describe,
    iis_folders,
    recorded,
    release_folder,
    sha256,
    windows_name,
)
from winlab.windows.filesystem import FileSystem

_OURS = r"^app_offline\.htm(\.new)?$|(^|/)[^/]+\.iisfleet(/|$)"
_RELEASE = re.compile(r"(.+)/releases/[^/]+")
_LIVE = "inplace.live"
_MARK = "<!-- iisfleet: run "
PAGE = "app_offline.htm"
PLAIN_PAGE = "<!DOCTYPE html><html><head><title>Back soon</title></head><body>Back soon.</body></html>"


@dataclass(frozen=True)
class Live:
    """What a site serves from its folder; entries and named by lower-case path."""

    release: str | None
    sha256: str | None
    entries: dict[str, Entry]
    named: frozenset[str]


@dataclass(frozen=True)
class Extra:
    """What no release has put into a folder (Get-ExtraFile); stays: folders of the time when it was switched."""

    files: list[str]
    links: list[str]
    stays: list[str]


@dataclass(frozen=True)
class Plan:
    """What a release changes in a folder (Get-ContentPlan)."""

    changed: list[Entry]
    added: list[Entry]
    removed: list[Entry]
    folders: list[str]
    links: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def kept(self) -> list[Entry]:
        """The files that are copied before."""
        return [*self.changed, *self.removed]

    @property
    def names(self) -> list[str]:
        return [entry.path for entry in (*self.changed, *self.removed, *self.added)]


def preserve_pattern(preserve: Iterable[object]) -> re.Pattern[str]:
    """Get-PreservePattern."""
    paths = [re.escape(str(path).replace("\\", "/").strip("/")) for path in preserve if path]
    listed = f"|^({'|'.join(paths)})(/|$)" if paths else ""
    return re.compile(_OURS + listed, re.IGNORECASE)


def other_folders(
    session: Session, content: str, preserve: Iterable[object], *, application: bool = False
) -> list[tuple[str, str]]:
    """Get-OtherFolder: (relative path with '/', as what IIS serves it)."""
    preserved, prefix = preserve_pattern(preserve), content.rstrip("\\") + "\\"
    found = []
    for folder in iis_folders(session):
        path = folder.path.replace("/", "\\")
        if not path.lower().startswith(prefix.lower()) or (application and folder.of[2] != "/"):
            continue
        relative = path[len(prefix) :].strip("\\").replace("\\", "/")
        if (held := _RELEASE.fullmatch(relative)) and session.machine.fs.exists(f"{path}.manifest"):
            relative = held[1]
        if relative and not preserved.search(relative):
            found.append((relative, folder.name))
    return found


def kept_paths(session: Session, content: str, preserve: Iterable[object], release: str = "") -> list[str]:
    """Get-KeptPath."""
    said, application = [str(path) for path in preserve if path], not release.startswith("adopted-")
    return [*said, *(path for path, _ in other_folders(session, content, said, application=application))]


def live_files(fs: FileSystem, folder: str, pattern: re.Pattern[str]) -> tuple[list[str], list[str]]:
    """Get-LiveFile: (files, links), relative with '/'; links are not followed."""
    files: list[str] = []
    links: list[str] = []
    root = fs.path(folder)

    def walk(directory: Path, prefix: str) -> None:
        with os.scandir(directory) as items:
            for item in sorted(items, key=lambda i: i.name):
                name = prefix + item.name
                if pattern.search(name):
                    continue
                if item.is_symlink():
                    links.append(name)
                elif item.is_dir():
                    walk(Path(item.path), f"{name}/")
                else:
                    files.append(name)

    if root.is_dir():
        walk(root, "")
    return files, links


def selected(manifest: Manifest, pattern: re.Pattern[str]) -> Manifest:
    """Select-ManifestLine."""
    lines = [line for line in manifest.text.split("\n") if line and not pattern.search(line.split("\t")[0])]
    return Manifest("".join(f"{line}\n" for line in lines))


def live_content(session: Session, target: str, content: str, store: str, preserve: Sequence[object]) -> Live:
    """Get-LiveContent, hashed once in a script."""
    kept: dict[str, Live] = session.state.setdefault(_LIVE, {})
    if target not in kept:
        kept[target] = _live(session.machine.fs, content, store, preserve_pattern(preserve))
    return kept[target]


def forget_live(session: Session, target: str | None = None) -> None:
    """What was read before counts no more."""
    kept: dict[str, Live] = session.state.setdefault(_LIVE, {})
    for name in [target] if target else list(kept):
        kept.pop(name, None)


def _live(fs: FileSystem, content: str, store: str, pattern: re.Pattern[str]) -> Live:
    release = current_release(fs, store)
    record = recorded(fs, store, release) if release else None
    wanted = selected(record, pattern) if record else None
    names = [e.path for e in wanted.entries] if wanted else live_files(fs, content, pattern)[0]
    found = describe(fs, content, names)
    digest = found.sha256 if found.entries else None
    if record and wanted and wanted.text == found.text:
        digest = record.sha256
    return Live(release, digest, by_name(found.entries), frozenset(name.lower() for name in names))


def by_name(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.path.lower(): entry for entry in entries}


def extra_files(session: Session, target: str, content: str, store: str, preserve: Sequence[object]) -> Extra:
    """Get-ExtraFile."""
    fs = session.machine.fs
    live = live_content(session, target, content, store, preserve)
    known = live.named if live.release else frozenset[str]()
    preserved = preserve_pattern(preserve)
    stays = [name for name in _switch_folders(fs, content, known) if not preserved.search(name)]
    others = [path for path, _ in other_folders(session, content, preserve)]
    files, links = live_files(fs, content, preserve_pattern([*preserve, *stays, *others]))
    return Extra([name for name in files if name.lower() not in known], links, stays)


def _switch_folders(fs: FileSystem, content: str, known: Iterable[str]) -> list[str]:
    """Get-SwitchFolder."""
    releases = rf"{content}\releases"
    is_left = fs.is_folder(releases) and any(
        name.lower().endswith(".manifest") and not fs.is_folder(rf"{releases}\{name}") for name in fs.names(releases)
    )
    there = [name for name in ("releases", "incoming", "shared") if fs.is_folder(rf"{content}\{name}")]
    return [name for name in there if is_left or not any(one.startswith(f"{name}/") for one in known)]


def content_plan(
    session: Session, target: str, content: str, store: str, manifest: Manifest, preserve: Sequence[object], clean: bool
) -> Plan:
    """Get-ContentPlan."""
    fs = session.machine.fs
    live = live_content(session, target, content, store, preserve)
    wanted = by_name(selected(manifest, preserve_pattern(preserve)).entries)
    unknown = [entry.path for name, entry in wanted.items() if name not in live.entries]
    there = live.entries | by_name(describe(fs, content, unknown).entries)
    changed = [there[name] for name, entry in wanted.items() if name in there and there[name].sha256 != entry.sha256]
    added = [entry for name, entry in wanted.items() if name not in there]
    known = live.release is not None and (clean or not live.release.startswith("adopted-"))
    removed = [entry for name, entry in live.entries.items() if name not in wanted] if known else []
    links: list[str] = []
    if clean:
        extra = extra_files(session, target, content, store, preserve)
        links = extra.links
        removed += describe(fs, content, [name for name in extra.files if name.lower() not in wanted]).entries
    folders = _new_folders(fs, content, [entry.path for entry in added])
    size = sum(wanted[entry.path.lower()].size for entry in (*changed, *added))
    names = [entry.path for entry in wanted.values()]
    return Plan(_sorted(changed), _sorted(added), _sorted(removed), folders, links, names, size)


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.path.lower())


def _new_folders(fs: FileSystem, content: str, names: Iterable[str]) -> list[str]:
    needed = dict.fromkeys(folder for name in names for folder in _above(name))
    return [folder for folder in needed if not fs.is_folder(windows_name(content, folder))]


def _above(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


# What must not be


def check_paths(fs: FileSystem, content: str, names: Iterable[str]) -> None:
    """Assert-ContentPath. Raises StepFailure (kind 'content')."""
    asked = dict.fromkeys(part for name in names for part in (*_above(name), name))
    for place in (content, *(windows_name(content, name) for name in asked)):
        if fs.is_reparse_point(place):
            raise StepFailure(
                f"{place} leads to another place.",
                "a folder of the site's own",
                "a reparse point (junction or link)",
                "Let folder: in the inventory, and the site in IIS, name the folder that it leads to."
                if place == content
                else "Name it in preserve:, or leave those files out of the package; nothing was changed.",
                "content",
            )


def check_own(session: Session, content: str, release: str, manifest: Manifest, preserve: Sequence[object]) -> None:
    """Assert-OwnContent. Raises StepFailure (kind 'content')."""
    if release.startswith("adopted-"):
        return
    names = [entry.path for entry in selected(manifest, preserve_pattern(preserve)).entries]
    for path, name in other_folders(session, content, preserve, application=True):
        inside = [one for one in names if f"{one}/".lower().startswith(f"{path}/".lower())]
        if inside:
            raise StepFailure(
                f"Release {release} has files in {windows_name(content, path)}, which IIS serves as {name}.",
                f"a package without files below {path}",
                f"{len(inside)}: {', '.join(inside[:3])}",
                f"Take that folder out of the package, or name {path} in preserve:.",
                "content",
            )


def offline_page(fs: FileSystem, content: str) -> str:
    """Get-OfflinePage."""
    page = rf"{content}\{PAGE}"
    if not fs.exists(page):
        return "none"
    return "ours" if _MARK in fs.read(page).decode("utf-8", "replace") else "foreign"


def check_page(fs: FileSystem, content: str) -> None:
    """Assert-OfflinePage. Raises StepFailure (kind 'offline')."""
    if offline_page(fs, content) == "foreign":
        raise StepFailure(
            f"Somebody has taken {content} offline.",
            "no app_offline.htm, or that of iisfleet",
            rf"{content}\{PAGE}",
            "Ask who put it there. When the site may be served again, delete it and deploy again.",
            "offline",
        )


def set_page(fs: FileSystem, content: str, text: str, run: str) -> None:
    """Set-OfflinePage."""
    check_page(fs, content)
    if offline_page(fs, content) == "none" and fs.exists(content):
        fs.write(rf"{content}\{PAGE}", f"{text or PLAIN_PAGE}\n{_MARK}{run} -->\n".encode())


def check_content(fs: FileSystem, content: str, wanted: Manifest) -> None:
    """Assert-SiteContent. Raises StepFailure (kind 'content')."""
    found = describe(fs, content, [entry.path for entry in wanted.entries])
    if found.text == wanted.text:
        return
    wrong = differing(wanted, found)
    raise StepFailure(
        f"The files in {content} are not those of the release.",
        "each file with the hash of the manifest",
        f"{len(wrong)} others: {', '.join(wrong[:5])}",
        "Find out who writes there (preserve: is for what the app writes), then deploy again.",
        "content",
    )


def staged_manifest(session: Session, store: str, release: str, digest: str) -> Manifest | None:
    """Get-StagedManifest: None for a plan. Raises StepFailure (kind 'content')."""
    manifest = recorded(session.machine.fs, store, release)
    if manifest is None and session.whatif:
        return None
    if manifest is None or sha256(manifest.text.encode()) != digest:
        raise StepFailure(
            f"Release {release} is not complete on this host.",
            f"{release_folder(store, release)}.manifest with SHA-256 {digest}",
            "no such file" if manifest is None else manifest.sha256,
            "Deploy again: the host is asked anew which releases it has.",
            "content",
        )
    pattern = preserve_pattern(())
    ours = sorted(entry.path for entry in manifest.entries if pattern.search(entry.path))
    if ours:
        raise StepFailure(
            f"Release {release} holds {ours[0]}.",
            "a package without app_offline.htm and names that end with .iisfleet",
            ", ".join(ours),
            "Take it out of the project; for a page while the site is offline there is offline_page:.",
            "content",
        )
    return manifest
