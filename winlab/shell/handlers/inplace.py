"""Save-SiteContent, Publish-Content, Remove-SiteBackup."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import FOLDER as BOOKS
from winlab.shell.handlers.content import need_space
from winlab.shell.handlers.iis_draft import demand, many
from winlab.shell.handlers.inplace_content import (
    Plan,
    check_content,
    check_own,
    check_page,
    check_paths,
    content_plan,
    extra_files,
    forget_live,
    kept_paths,
    live_content,
    preserve_pattern,
    selected,
    staged_manifest,
)
from winlab.shell.handlers.inplace_files import delete_files, install_config
from winlab.shell.handlers.inplace_record import (
    Record,
    backup_folder,
    entry_of,
    read_plan,
    read_record,
    record_file,
    write_plan,
    write_record,
)
from winlab.shell.handlers.leftovers import remove_old_logs
from winlab.shell.handlers.release_folders import Manifest, release_folder, sha256, windows_name
from winlab.shell.handlers.saved_state import next_sequence
from winlab.windows.filesystem import FileSystem

RUN = r"[A-Za-z0-9._-]+"
_RELEASE = r"[A-Za-z0-9][A-Za-z0-9._+-]*"
_FOLDER = r"[A-Za-z]:\\[^\\].*"
_MEANINGS = {
    16: "a fatal error, nothing was copied (wrong path, no access)",
    8: "some files could not be copied",
    4: "a file stands where a folder should be, or the other way round",
}
_LOGS_KEPT = 19  # and the one that is written now


def _demand(p: Params) -> None:
    for name, pattern in (("Run", RUN), ("Path", _FOLDER), ("Store", _FOLDER), ("Release", _RELEASE)):
        demand(p, name, pattern)
    demand(p, "ManifestSha256", "[0-9a-f]{64}")


@step("Save-SiteContent")
def save_site_content(session: Session, p: Params) -> StepOutcome:
    _demand(p)
    fs, run, target = session.machine.fs, str(p["Run"]), str(p["Target"])
    path, store, release = str(p["Path"]), str(p["Store"]), str(p["Release"])
    check_page(fs, path)
    record = read_record(session, run) or {"run": run, "sequence": next_sequence(session.machine), "targets": []}
    saved = entry_of(record, target)
    if saved is not None:
        return StepOutcome(data=saved["counts"])
    manifest = staged_manifest(session, store, release, str(p["ManifestSha256"]))
    if manifest is None:
        return StepOutcome(data={"changed": None, "added": None, "removed": None, "bytes": None})
    check_own(session, path, release, manifest, many(p.get("Preserve")))
    preserve = kept_paths(session, path, many(p.get("Preserve")), release)
    plan = content_plan(session, target, path, store, manifest, preserve, bool(p.get("Clean")))
    check_paths(fs, path, plan.names)
    size = sum(entry.size for entry in plan.kept)
    _need_room(fs, target, path, store, size, plan.size)
    counts = {
        "changed": len(plan.changed),
        "added": len(plan.added),
        "removed": len(plan.removed),
        "bytes": size,
    }
    if not session.whatif:
        entry = _saving(session, p, preserve, counts)
        record["targets"] = [e for e in record["targets"] if e["target"] != target] + [entry]
        write_record(session, record)
        _back_up(fs, entry, run, plan)
        _sync_times(fs, release_folder(store, release), path, plan.wanted, {e.path.lower() for e in plan.changed})
        entry["stage"] = "saved"
        write_record(session, record)
    return StepOutcome(data=counts)


def _saving(session: Session, p: Params, preserve: list[str], counts: dict[str, int]) -> Record:
    """The record's entry of a content whose backup begins."""
    target, path, store = str(p["Target"]), str(p["Path"]), str(p["Store"])
    live = live_content(session, target, path, store, preserve)
    return {
        "target": target,
        "path": path,
        "store": store,
        "before": live.release,
        "manifest": live.sha256,
        "release": str(p["Release"]),
        "after": str(p["ManifestSha256"]),
        "stage": "saving",
        "offline": None,
        "closing": None,
        "files": None,
        "counts": counts,
        "preserve": preserve,
    }


def _need_room(fs: FileSystem, target: str, path: str, store: str, kept: int, new: int) -> None:
    """Raises StepFailure without room for what is new, or for the backup."""
    need_space(fs, path, new, f"what is new of {target}")
    room = kept + new if store[0].upper() == path[0].upper() else kept
    need_space(fs, store, room, f"the files of {target} as they are now")


def _back_up(fs: FileSystem, entry: Record, run: str, plan: Plan) -> None:
    """Backup-SiteContent. Raises StepFailure (kind 'content')."""
    folder = backup_folder(entry["store"], run)
    fs.remove(folder)
    for file in plan.kept:
        live, copy = windows_name(entry["path"], file.path), windows_name(folder, file.path)
        fs.copy(live, copy)
        if sha256(fs.read(copy)) != file.sha256:
            raise StepFailure(
                f"{live} is being written to.",
                "a file that does not change while it is copied",
                "another hash",
                "Name it in preserve: if the app writes it; else deploy again.",
                "content",
            )
    entry["files"] = write_plan(fs, entry["store"], run, plan)


@step("Publish-Content")
def publish_content(session: Session, p: Params) -> StepOutcome:
    _demand(p)
    fs, run, target, digest = session.machine.fs, str(p["Run"]), str(p["Target"]), str(p["ManifestSha256"])
    path, store, release = str(p["Path"]), str(p["Store"]), str(p["Release"])
    preserve = kept_paths(session, path, many(p.get("Preserve")), release)
    live = live_content(session, target, path, store, preserve)
    changes = [change(f"content/{target}", live.sha256, digest)] if live.sha256 != digest else []
    warnings = []
    if p.get("Clean"):
        extra = extra_files(session, target, path, store, preserve)
        changes += [change(f"content/{target}/extra", len(extra.files), 0)] if extra.files else []
        warnings = [f"{windows_name(path, link)} stays: it is a junction or link." for link in extra.links]
        before = "stays: it is from before this site was published in place. Delete it if nobody needs it."
        warnings += [f"{windows_name(path, name)} {before}" for name in extra.stays]
    data: dict[str, Any] = {"copied": 0, "bytes": 0, "removed": 0, "code": 0, "log": None, "names": []}
    if changes and not session.whatif:
        record = read_record(session, run)
        entry = entry_of(record, target)
        if record is None or entry is None:
            raise unsaved(run, path)
        data = _copy_content(session, record, entry)
        forget_live(session, target)
    elif live.release != release and not session.whatif:
        fs.write(rf"{store}\current", release.encode())
    return StepOutcome(changes, data, warnings)


def unsaved(run: str, path: str) -> StepFailure:
    message = f"What run {run} changes in {path} is not saved."
    return StepFailure(message, "Save-SiteContent before it", "no record", "Deploy again.", "state")


def _copy_content(session: Session, record: Record, entry: Record) -> dict[str, Any]:
    """Copy-SiteContent."""
    fs, path, store = session.machine.fs, entry["path"], entry["store"]
    source = release_folder(store, entry["release"])
    manifest = staged_manifest(session, store, entry["release"], entry["after"])
    plan = read_plan(fs, store, record["run"], entry["files"])
    wanted = selected(manifest or Manifest(""), preserve_pattern(entry["preserve"]))
    copied = sorted((e.path for e in (*plan.changed, *plan.added)), key=str.lower)
    removed = [e.path for e in plan.removed]
    check_paths(fs, path, [*copied, *removed])
    entry["stage"] = "publishing"
    write_record(session, record)
    configs = [name for name in removed if name.lower() == "web.config"]
    delete_files(fs, path, [name for name in removed if name not in configs])
    code, log = _robocopy(session, source, path, entry["preserve"], f"{record['run']}-{entry['target']}")
    if configs:
        delete_files(fs, path, configs)
    elif any(e.path.lower() == "web.config" for e in wanted.entries):
        install_config(fs, windows_name(source, "web.config"), path)
    check_content(fs, path, wanted)
    fs.write(rf"{store}\current", str(entry["release"]).encode())
    entry["stage"] = "published"
    write_record(session, record)
    sizes = {e.path: e.size for e in wanted.entries}
    return {
        "copied": len(copied),
        "bytes": sum(size for name, size in sizes.items() if name.lower() in {c.lower() for c in copied}),
        "removed": len(removed),
        "code": code,
        "log": log,
        "names": copied[:50],
    }


def _sync_times(fs: FileSystem, source: str, path: str, names: Iterable[str], changed: set[str]) -> None:
    """Sync-FileTime."""
    for name in names:
        live, staged = fs.path(windows_name(path, name)), fs.path(windows_name(source, name))
        if not (live.is_file() and staged.is_file()):
            continue
        now, then = live.stat(), staged.stat()
        if name.lower() not in changed:
            if now.st_mtime_ns != then.st_mtime_ns:
                _set_time(staged, now.st_mtime_ns)
        elif now.st_size == then.st_size and abs(now.st_mtime_ns - then.st_mtime_ns) < 4 * 10**9:
            _set_time(staged, now.st_mtime_ns + 4 * 10**9)


def _set_time(file: Path, nanoseconds: int) -> None:
    os.utime(file, ns=(nanoseconds, nanoseconds))


def _robocopy(session: Session, source: str, path: str, preserve: Iterable[str], name: str) -> tuple[int, str]:
    """Invoke-ContentCopy. Raises StepFailure (kind 'copy')."""
    fs, log = session.machine.fs, rf"{BOOKS}\logs\{name.replace('/', '~')}.log"
    fs.make_folder(rf"{BOOKS}\logs")
    remove_old_logs(fs, "logs", _LOGS_KEPT)
    kept = [windows_name(source, one.replace("\\", "/").strip("/")) for one in preserve]
    options = ["/E", "/XJ", "/COPY:DAT", "/DCOPY:DA", "/R:2", "/W:1", "/NP", "/NDL", "/BYTES", f"/UNILOG:{log}"]
    excluded = ["/XF", rf"{source}\web.config", *kept, *(["/XD", *kept] if kept else [])]
    code = session.machine.run("robocopy.exe", source, path, *options, *excluded).code
    if code >= 8:
        meaning = "; ".join(text for bit, text in _MEANINGS.items() if code & bit)
        raise StepFailure(
            f"robocopy could not copy everything into {path}.",
            "an exit code below 8",
            f"exit code {code}: {meaning}",
            f"Read {log} on the host: it names each file and why. The content is put back as it was; then deploy "
            "again.",
            "copy",
        )
    return code, log


@step("Remove-SiteBackup")
def remove_site_backup(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", RUN)
    drop_backup(session, str(p["Run"]))
    return StepOutcome()


def drop_backup(session: Session, run: str) -> None:
    """What Remove-SiteBackup does."""
    fs, record = session.machine.fs, read_record(session, run)
    if record is None or session.whatif:
        return
    for entry in record["targets"]:
        fs.remove(backup_folder(entry["store"], run))
        fs.remove(f"{backup_folder(entry['store'], run)}.files")
    fs.remove(record_file(run))
