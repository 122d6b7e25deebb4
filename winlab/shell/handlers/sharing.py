"""Copy-ShareContent."""

import base64
import gzip
import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from winlab.shell.handlers import Params, SecretText, Session, StepFailure, StepOutcome, step
from winlab.shell.handlers.books import FOLDER, make_host_folder
from winlab.shell.handlers.content import check_name, need_space
from winlab.shell.handlers.iis_draft import demand, plain
from winlab.shell.handlers.leftovers import remove_old_logs
from winlab.shell.handlers.release_folders import Entry, Manifest, describe, windows_name
from winlab.windows.filesystem import FileSystem
from winlab.windows.shares import ShareError

_DRIVE = "IisFleetShare"
_MISSING, _UNREACHABLE = {2, 3, 267}, {51, 53, 59, 64, 67, 121, 1203, 1231, 1232}
_DENIED, _LOGINS = 5, {86, 1326, 1327, 1331, 1907, 1909}


@step("Copy-ShareContent")
def copy_share_content(session: Session, p: Params) -> StepOutcome:
    demand(p, "Path", r"[A-Za-z]:\\.*")
    demand(p, "Run", r"[A-Za-z0-9][A-Za-z0-9._-]*")
    demand(p, "Share", r"\\\\[^\\]+\\[^\\]+.*")
    fs, path, share, run = session.machine.fs, str(p["Path"]), str(p["Share"]), str(p["Run"])
    folder = rf"{path}\incoming\{run}.share"
    entries = Manifest(gzip.decompress(base64.b64decode(str(p["Wanted"]))).decode()).entries
    for entry in entries:
        check_name(entry.path, folder)
    size = sum(entry.size for entry in entries)
    need_space(fs, path, size, f"the files of {p['Target']}")
    if session.whatif:
        return StepOutcome(data={"folder": folder, "files": 0, "bytes": 0, "code": 0, "log": None})
    make_host_folder(session.machine)
    fs.make_folder(rf"{FOLDER}\logs")
    log = rf"{FOLDER}\logs\{run}-{str(p['Target']).replace('/', '~')}-share.log"
    remove_old_logs(fs, "logs", 19)
    try:
        fs.remove(folder)
        fs.make_folder(folder)
        code = _copied(session, p, [] if p.get("All") else [entry.path for entry in entries], folder, log)
        _check_content(fs, folder, share, entries)
    except StepFailure:
        fs.remove(folder)
        raise
    data = {"folder": folder, "files": len(entries), "bytes": size, "code": code, "log": log}
    return StepOutcome(data=data)


def _copied(session: Session, p: Params, names: list[str], folder: str, log: str) -> int:
    """Connect-Share, Copy-ShareFile, Remove-PSDrive."""
    share, user, shares = str(p["Share"]), str(p.get("UserName") or ""), session.machine.shares
    if not user:
        return _copy_files(session, share, folder, names, log, user)
    password = p.get("Password")
    if not isinstance(password, SecretText):
        raise StepFailure("Cannot bind argument to parameter 'Password' because it is null.")
    try:
        shares.connect(share, user, plain(password), caller=session.caller, drive=_DRIVE)
    except ShareError as error:
        raise _share_failure(share, error.code, user, str(error)) from None
    try:
        return _copy_files(session, share, folder, names, log, user)
    finally:
        shares.disconnect(session.caller, _DRIVE)


def _copy_files(session: Session, share: str, folder: str, names: list[str], log: str, user: str) -> int:
    code, way = 0, "/UNILOG:"
    for below, what in _split(names) if names else [("", ["/E"])]:
        options = ["/XJ", "/COPY:DAT", "/DCOPY:DA", "/R:2", "/W:2", "/NP", "/NDL", "/BYTES", f"{way}{log}"]
        ended = session.machine.run(
            "robocopy.exe", f"{share}{below}", f"{folder}{below}", *what, *options, caller=session.caller
        )
        code, way = code | ended.code, "/UNILOG+:"
        if ended.code >= 8:
            text = session.machine.fs.read(log).decode("utf-16")
            refused = re.findall(r"\(0x([0-9A-Fa-f]{8})\)", text)
            last = int(refused[-1], 16) if refused else 0
            found = f"robocopy ended with {ended.code}, Windows' error {last}; its log is {log}"
            raise _share_failure(share, last, user, found)
    return code


def _split(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Split-ShareFile, with command lines of any length."""
    parts = sorted((name.rpartition("/")[0], name.rpartition("/")[2]) for name in names)
    for above, group in groupby(parts, key=lambda part: part[0]):
        yield ("\\" + above.replace("/", "\\") if above else ""), [name for _, name in group]


def _check_content(fs: FileSystem, folder: str, share: str, entries: list[Entry]) -> None:
    """Assert-ShareContent."""
    there = {entry.path: entry.sha256 for entry in describe(fs, folder, [entry.path for entry in entries]).entries}
    spelled = {name.lower(): name for name, _ in fs.files(folder)}
    wrong = [fault for entry in entries if (fault := _fault(entry, there, spelled))]
    if wrong:
        more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        raise StepFailure(
            f"The share {share} does not hold the package.",
            f"the files of the package ({len(entries)}), by their names and hashes",
            ", ".join(wrong[:5]) + more,
            "Publish to the share, into an empty folder, what the controller has as the package, then deploy again. "
            "Nothing that is live was touched.",
            "share",
        )
    wanted = {entry.path.lower() for entry in entries}
    for folded, name in spelled.items():
        if folded not in wanted:
            fs.remove(windows_name(folder, name))


def _fault(entry: Entry, there: Mapping[str, str], spelled: Mapping[str, str]) -> str | None:
    name = spelled.get(entry.path.lower(), entry.path)
    if name != entry.path:
        return f"{entry.path} is spelled {name}"
    if entry.path not in there:
        return f"{entry.path} is missing"
    return None if there[entry.path] == entry.sha256 else f"{entry.path} is another file"


def _share_failure(share: str, code: int, user: str, found: str) -> StepFailure:
    """New-ShareError."""
    account = user or "the computer account of this host"
    message = f"Files could not be copied from {share}."
    remedy = "Look into the log, then deploy again. Nothing that is live was touched."
    if code in _MISSING:
        message, remedy = f"There is no {share}.", "Correct share in the inventory, or publish to it."
    elif code in _UNREACHABLE:
        message = f"The share {share} cannot be reached."
        remedy = "See that its name is right, its server runs, and SMB (TCP 445) is open from the host."
    elif code == _DENIED:
        message = f"The share {share} may not be read by {account}."
        remedy = (
            f"Let {user} read the share and its folder."
            if user
            else "Let the computer account of this host (DOMAIN\\HOST$) read the share and its folder, or write "
            "username and password at share in the inventory. A remote session cannot use its own credentials on a "
            "third machine."
        )
    elif code in _LOGINS:
        message = f"The share {share} refuses the login of {account}."
        remedy = "Correct username and password at share in the inventory, or unlock the account."
    return StepFailure(message, f"{share}, read by {account}", found, remedy, "share")
