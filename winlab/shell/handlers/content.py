"""Receive-Content, Expand-Release, Test-HiddenFile."""

import re
import shutil
import zipfile
from collections.abc import Sequence

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.http_probe import probe
from winlab.shell.handlers.iis_draft import demand, many
from winlab.shell.handlers.proving import differing
from winlab.shell.handlers.release_folders import (
    Entry,
    Manifest,
    current_release,
    describe,
    is_served,
    really_there,
    recorded,
    release_folder,
    sha256,
    windows_name,
)
from winlab.windows.errors import DiskFull
from winlab.windows.filesystem import FileSystem

_MARGIN = 50 * 2**20  # what must remain free (Assert-FreeSpace)
_BAD_PART = re.compile(
    r'^\.{1,2}$|[<>:"|?*\\\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)', re.IGNORECASE
)


@step("Receive-Content")
def receive_content(session: Session, p: Params) -> StepOutcome:
    demand(p, "Sha256", "[0-9a-f]{64}")
    fs, file, offset, length = session.machine.fs, str(p["File"]), int(p["Offset"]), int(p["Length"])
    if session.whatif:
        return StepOutcome(data={"received": 0, "present": False})
    content = _take(session, length)
    if sha256(_part(fs, file, offset, length)) == p["Sha256"]:
        return StepOutcome(data={"received": 0, "present": True})
    if len(content) != length or sha256(content) != p["Sha256"]:
        raise StepFailure(
            f"A part of {file} did not arrive whole.",
            f"{length} bytes at {offset} with SHA-256 {p['Sha256']}",
            f"{len(content)} bytes with SHA-256 {sha256(content)}",
            "Deploy again: the upload goes on where it was cut.",
            "content",
        )
    need_space(fs, file, length, "the upload")
    size = fs.path(file).stat().st_size if fs.exists(file) else 0
    if size < offset:
        raise StepFailure(
            f"An earlier part of {file} is missing.",
            f"{offset} bytes",
            f"{size} bytes",
            "Deploy again: the host is asked anew what it has received.",
            "content",
        )
    fs.write_at(file, offset, content)
    return StepOutcome(data={"received": length, "present": False})


def _take(session: Session, length: int) -> bytes:
    """Read-Content: the next bytes of the pipeline input."""
    taken = bytearray()
    while len(taken) < length and session.content:
        chunk = session.content.pop(0)
        count = length - len(taken)
        taken += chunk[:count]
        if len(chunk) > count:
            session.content.insert(0, chunk[count:])
    return bytes(taken)


def _part(fs: FileSystem, file: str, offset: int, length: int) -> bytes:
    if not fs.exists(file):
        return b""
    with fs.path(file).open("rb") as stream:
        stream.seek(offset)
        return stream.read(length)


def need_space(fs: FileSystem, path: str, size: int, what: str) -> None:
    """Assert-FreeSpace. Raises StepFailure (kind 'disk')."""
    drive = path[0]
    if fs.free(drive) < size + _MARGIN:
        raise StepFailure(
            f"Drive {drive}: has no room for {what}.",
            f"{size + _MARGIN} bytes free",
            f"{fs.free(drive)} bytes free",
            f"Free space on drive {drive}: (lower keep_releases, delete old logs), then deploy again.",
            "disk",
        )


# Expand-Release


@step("Expand-Release")
def expand_release(session: Session, p: Params) -> StepOutcome:
    demand(p, "Release", r"[A-Za-z0-9][A-Za-z0-9._+-]*")
    demand(p, "ManifestSha256", "[0-9a-f]{64}")
    if p.get("Folder"):
        demand(p, "Folder", r"[A-Za-z]:\\.*\\incoming\\[^\\]+\.share")
    fs, path, release, before = session.machine.fs, str(p["Path"]), str(p["Release"]), None
    if fs.exists(release_folder(path, release)):
        there = really_there(fs, path, release)
        if there is not None and there.sha256 == p["ManifestSha256"]:
            return StepOutcome(data={"release": release, "files": len(there.entries), "present": True})
        before = _check_replaceable(session, path, release, there)
    entries = _base_entries(fs, path, str(p.get("Base") or ""), many(p.get("Removed")))
    files = 0 if session.whatif else _build(session, p, entries)
    made = change(f"release/{p['Target']}/{release}", before, p["ManifestSha256"])
    return StepOutcome([made], {"release": release, "files": files, "present": False})


def _check_replaceable(session: Session, path: str, release: str, there: Manifest | None) -> str:
    """Assert-ReleaseReplaceable; the hash of what is there. Raises StepFailure."""
    folder = release_folder(path, release)
    if there is None:
        raise StepFailure(
            f"The folder of release {release} is there, but iisfleet did not make it.",
            f"{folder}.manifest beside it",
            "no manifest",
            f"Look at what is in {folder}, then move it away and deploy again.",
            "conflict",
        )
    if is_served(session, path, release):
        raise StepFailure(
            f"Release {release} was changed by hand, and IIS serves it.",
            "the files of the package",
            f"other content in {folder}",
            "Deploy a package with another version, or roll back first: then it can be made anew.",
            "tampered",
        )
    return there.sha256


def _base_entries(fs: FileSystem, path: str, base: str, removed: Sequence[str]) -> list[Entry]:
    if not base:
        return []
    record = recorded(fs, path, base)
    if record is None:
        raise StepFailure(
            f"The base release {base} is not complete on this host.",
            f"{release_folder(path, base)}.manifest",
            "no such file",
            "Deploy again: the host is asked anew which releases it has.",
            "content",
        )
    return [entry for entry in record.entries if entry.path not in removed]


def _build(session: Session, p: Params, entries: list[Entry]) -> int:
    """New-ReleaseFolder: the number of files. Raises StepFailure and leaves nothing behind."""
    fs, path, release = session.machine.fs, str(p["Path"]), str(p["Release"])
    folder, archive, fetched = release_folder(path, release), str(p.get("Archive") or ""), str(p.get("Folder") or "")
    partial = f"{folder}.partial"
    if archive:
        _check_archive(fs, archive, str(p.get("ArchiveSha256") or ""))
    if fetched:
        _check_fetched(fs, fetched)
    try:
        fs.remove(partial)
        fs.make_folder(partial)
        if archive:
            _extract(fs, archive, partial)
        for name, _ in list(fs.files(fetched)) if fetched else []:
            fs.copy(windows_name(fetched, name), windows_name(partial, name))
        copy_files(fs, release_folder(path, str(p.get("Base") or "")), partial, entries)
        made = describe(fs, partial)
        if made.sha256 != p["ManifestSha256"]:
            raise _manifest_failure(release, made, entries, str(p["ManifestSha256"]))
        fs.remove(f"{folder}.manifest")
        fs.remove(folder)
        fs.write(f"{folder}.manifest", made.text.encode())
        fs.rename(partial, folder)
    except DiskFull as error:
        raise _drive_full(partial, error) from None
    except StepFailure:
        _forget_damaged(fs, path, str(p.get("Base") or ""))
        raise
    finally:
        fs.remove(partial)
    for used in filter(None, (archive, fetched)):
        fs.remove(used)
    return len(made.entries)


def _forget_damaged(fs: FileSystem, path: str, base: str) -> None:
    """Remove-DamagedRelease."""
    record = recorded(fs, path, base) if base and current_release(fs, path) == base else None
    if record is not None and differing(record, describe(fs, release_folder(path, base))):
        fs.remove(f"{release_folder(path, base)}.manifest")
        fs.remove(release_folder(path, base))


def _check_archive(fs: FileSystem, archive: str, digest: str) -> None:
    """Assert-Archive."""
    found = sha256(fs.read(archive)) if fs.exists(archive) else "no such file"
    if found != digest:
        fs.remove(archive)
        raise StepFailure(
            f"The archive {archive} did not arrive whole.",
            f"SHA-256 {digest}",
            found,
            "Deploy again: it is sent anew.",
            "content",
        )


def _check_fetched(fs: FileSystem, fetched: str) -> None:
    if not fs.exists(fetched):
        raise StepFailure(
            "What was copied from the share is gone.",
            fetched,
            "no such folder",
            "Deploy again: it is copied anew.",
            "content",
        )


def _drive_full(folder: str, error: DiskFull) -> StepFailure:
    return StepFailure(
        f"Drive {folder[:2]} is full.",
        f"room for {folder}",
        str(error),
        f"Free space on drive {folder[:2]} (lower keep_releases, delete old logs), then deploy again.",
        "disk",
    )


def _extract(fs: FileSystem, archive: str, partial: str) -> None:
    """Expand-PackageArchive."""
    with zipfile.ZipFile(fs.path(archive)) as packed:
        entries = [info for info in packed.infolist() if not info.filename.endswith("/")]
        for info in entries:
            check_name(info.filename, partial)
        need_space(fs, partial, sum(info.file_size for info in entries), "the new release")
        for info in entries:
            name = windows_name(partial, info.filename)
            fs.charge(name[0], info.file_size)
            target = fs.path(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with packed.open(info) as source, target.open("xb") as written:
                shutil.copyfileobj(source, written)


def check_name(name: str, folder: str) -> None:
    """Assert-ArchiveName."""
    if any(part == "" or _BAD_PART.search(part) for part in name.split("/")):
        raise StepFailure(
            "The archive has a name that may not be written.",
            "relative names that Windows can hold",
            name,
            "Nothing was written. Make the package anew, and find out who changed it.",
            "content",
        )
    length = len(folder) + 1 + len(name)
    if length > 259 or len(folder) + 1 + name.rfind("/") > 247:
        raise StepFailure(
            "A file of the release has a path that is too long for Windows.",
            "at most 259 characters (247 for the folder)",
            f"{length} characters: {folder}\\{name}",
            "Choose a shorter path for the site in the inventory, or a shorter name in the package.",
            "content",
        )


def copy_files(fs: FileSystem, base: str, partial: str, entries: list[Entry]) -> None:
    """Copy-ReleaseFile."""
    for entry in entries:
        check_name(entry.path, partial)
    if entries:
        need_space(fs, partial, sum(entry.size for entry in entries), "the new release")
    from_archive = {name.lower() for name, _ in fs.files(partial)}
    for entry in entries:
        if entry.path.lower() in from_archive:
            continue
        source, target = windows_name(base, entry.path), windows_name(partial, entry.path)
        if not fs.path(source).is_file():
            raise StepFailure(
                f"A file of the base release is gone: {entry.path}.",
                f"{base}\\{entry.path}",
                "no such file",
                "Deploy again: the host is asked anew what its releases hold, and the file is sent.",
                "tampered",
            )
        fs.copy(source, target)


def _manifest_failure(release: str, made: Manifest, entries: list[Entry], wanted: str) -> StepFailure:
    """New-ManifestError."""
    files = {entry.path.lower(): entry.sha256 for entry in made.entries}
    changed = sorted(e.path for e in entries if files.get(e.path.lower(), e.sha256) != e.sha256)
    found = f"{len(made.entries)} files with manifest {made.sha256}"
    if changed:
        found += f"; not as in the base: {', '.join(changed[:5])}"
    return StepFailure(
        f"The files of release {release} are not those of the package.",
        f"manifest {wanted}",
        found,
        "A file of the base was changed on the host, or the package changed meanwhile. Deploy again.",
        "tampered",
    )


# Test-HiddenFile


@step("Test-HiddenFile")
def test_hidden_file(session: Session, p: Params) -> StepOutcome:
    if session.whatif:
        return StepOutcome(data={"asked": 0})
    files, exposed, warnings = many(p.get("Files")), [], []
    protocol, address, seconds = str(p.get("Protocol", "http")), str(p.get("Address", "*")), p.get("TimeoutSeconds", 10)
    for file in files:
        url = str(file["Url"])
        host = p.get("HostName")
        answer = probe(session.machine, protocol, address, int(p["Port"]), host, url, float(seconds))
        if answer.error:
            warnings.append(f"Whether {url} is hidden could not be asked: {answer.error}")
        elif answer.status == 200 and sha256(answer.body) == file["Sha256"]:
            exposed.append(url)
    if exposed:
        raise StepFailure(
            f"Site {p['Site']} serves files that nobody may see.",
            "an answer without their content",
            f"200 with the file: {', '.join(exposed)}",
            "See that web.config has the aspNetCore handler for path *, and that its module is there.",
            "exposed",
        )
    return StepOutcome(data={"asked": len(files)}, warnings=warnings)
