"""An installer on the emulated shell: verified, run, and what its failure says (scripts/packages)."""

import hashlib
import re
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from winlab.shell import Stopped
from winlab.shell.handlers import Params, Session, StepFailure
from winlab.shell.handlers.books import FOLDER, make_host_folder
from winlab.windows.errors import NotEmulated
from winlab.windows.installers import signature_of
from winlab.windows.machine import Machine

_INSTALLERS = rf"{FOLDER}\installers"
_NEGATIVE = range(-2147024896, -2147024896 + 65536)  # 0x80070000 to 0x8007FFFF
_MEANINGS = {
    1602: "was cancelled",
    1618: "could not start: another installation runs all the time",
    1638: "found a newer version",
    **dict.fromkeys((0, 1641, 3010), "says that it succeeded, but not all is there"),
}
_CAUSES = (
    (
        "0x80072efd|0x80072f76",
        "The installer could not download the Visual C++ redistributable: the host has no Internet.",
        "Install the Visual C++ redistributable first (vc_redist in the inventory), then run again.",
    ),
    (
        "CoreWebEngine and W3SVC features must be installed",
        "IIS is not installed, or not wholly.",
        "Run invoke setup for this host, then run again.",
    ),
    (
        "hresult:80070005, message:Failed to commit configuration changes",
        "The installer may not write the shared configuration of IIS.",
        "Switch shared configuration off, install, export the configuration, and switch it on again.",
    ),
    (
        "Failed to resolve source for file",
        "The package cache of Windows lacks a file of this bundle.",
        "Give the installer of this very version: its payload is inside.",
    ),
    (
        "0x80070570",
        "The installer is damaged: its payload cannot be unpacked.",
        "Download it again and compare its SHA-256 with the one that Microsoft publishes.",
    ),
    (
        r"0x8007064c|Error 17(06|14)\b",
        "An older version cannot be removed: Windows has lost its installer.",
        "Repair or remove the older version by its own installer, then run again.",
    ),
    ("0x80070070", "The disk is full.", "Make room on the drive of Windows, then run again."),
    (
        "0x800b0109|0x800b010a",
        "Windows does not trust the signature of the payload: its root certificates are old.",
        "Update the root certificates of this host, then run again.",
    ),
    (
        "0x80070652",
        "Another installation ran at the same time.",
        "Wait until it has ended, then run again.",
    ),
)


@dataclass(frozen=True)
class Ended:
    """code: a Win32 code where the installer's was an HRESULT."""

    code: int
    log: str

    @property
    def wants_restart(self) -> bool:
        return self.code in (1641, 3010)

    @property
    def data(self) -> dict[str, Any]:
        return {"code": self.code, "rebootRequired": self.wants_restart, "log": self.log}


NOT_RUN: dict[str, Any] = {"code": None, "rebootRequired": False, "log": None}


def verified(machine: Machine, p: Params, file: str) -> str:
    """Get-VerifiedInstaller. Raises StepFailure."""
    if not _exists(machine, file):
        raise StepFailure(
            f"The installer {file} is not there.",
            "a file",
            "none, or no right to see it",
            "On a share, let the computer accounts of the hosts read it: they fetch it as SYSTEM.",
            "package",
        )
    make_host_folder(machine)
    local = file
    if not file.lower().startswith(FOLDER.lower() + "\\"):
        local = rf"{_INSTALLERS}\{file.rsplit(chr(92), 1)[-1]}"
        machine.fs.copy(file, local)
    fault = _fault(machine, p, local)
    if fault is not None:
        machine.fs.remove(local)
        raise fault
    return local


def _exists(machine: Machine, file: str) -> bool:
    try:
        return machine.fs.exists(file)
    except NotEmulated:  # a share: no test has one, and what is not there is not there
        return False


def _fault(machine: Machine, p: Params, file: str) -> StepFailure | None:
    wanted = str(p.get("Sha256") or "").lower()
    found = hashlib.sha256(machine.fs.read(file)).hexdigest()
    if wanted and found != wanted:
        remedy = "Run again. If it stays so, correct the inventory."
        return StepFailure(f"{file} is another file than it should be.", f"SHA-256 {wanted}", found, remedy, "package")
    signature, signer = signature_of(machine, file), p.get("Signer", "Microsoft Corporation")
    names = (signature.subject or "").split(", ")
    if signature.status == "Valid" and f"O={signer}" in names:
        return None
    return StepFailure(
        f"The signature of {file} is not what it should be.",
        f"a valid signature of {signer}",
        f"{signature.status} {signature.subject or ''}".strip(),
        "Download the installer again from its publisher.",
        "package",
    )


def run_installer(session: Session, p: Params, file: str, action: str, name: str, options: Sequence[str]) -> Ended:
    """Invoke-PackageInstaller. Raises StepFailure after the time, Stopped."""
    machine, retries = session.machine, int(p.get("BusyRetries", 20))
    make_host_folder(machine)
    for number in range(retries + 1):
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        log = rf"{_INSTALLERS}\logs\{name}-{stamp}-{number}.log"
        rest = ["/quiet", "/norestart", "/log", log, *options]
        arguments = ["/qn", "/norestart", "/l*v", log] if file.endswith(".msi") else [f"/{action}", *rest]
        ended = Ended(_ended_in_time(session, p, file, arguments, name), log)
        if ended.code != 1618 or number == retries:
            break
        _pause(session, float(p.get("BusySeconds", 15)) * machine.power.pace)
    return ended


def _ended_in_time(session: Session, p: Params, file: str, arguments: Sequence[str], name: str) -> int:
    """The exit code, an HRESULT as its Win32 code. Raises StepFailure."""
    minutes = float(p.get("TimeoutMinutes", 30))
    code = _wait(session, file, arguments, 60 * minutes)
    if code is None:
        raise StepFailure(
            f"The installer of {name} has not ended, and goes on by itself.",
            f"its end within {minutes:g} minutes",
            f"its log is {next(word for word in arguments if word.endswith('.log'))}",
            "Look on the host what it waits for. When it has ended, run again.",
            "package",
        )
    return code + 2147024896 if code in _NEGATIVE else code


def _wait(session: Session, file: str, arguments: Sequence[str], seconds: float) -> int | None:
    """Invoke-Installer: the exit code, None after the time."""
    end = time.monotonic() + seconds
    number = session.machine.call("installer.start", {"path": file, "args": arguments})
    while (code := session.machine.call("installer.poll", {"number": number})) is None:
        if time.monotonic() >= end:
            return None
        _pause(session, 0.05)
    return int(code)


def _pause(session: Session, seconds: float) -> None:
    if session.stopped.wait(seconds):
        raise Stopped


def _log_lines(machine: Machine, log: str) -> Iterator[str]:
    """Read-InstallerLog: those of the packages, then the bundle's own."""
    folder, _, name = log.rpartition("\\")
    stem = name.removesuffix(".log")
    for file in [*(n for n in machine.fs.names(folder) if n.startswith(f"{stem}_")), name]:
        content = machine.fs.read(rf"{folder}\{file}") if machine.fs.exists(rf"{folder}\{file}") else b""
        text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8-sig")
        yield from (line for line in text.splitlines() if line.strip())


def installer_error(machine: Machine, name: str, ended: Ended, missing: Collection[dict[str, Any]]) -> StepFailure:
    """New-InstallerError."""
    lines = list(_log_lines(machine, ended.log))
    cause, remedy = _cause("\n".join(lines))
    found = [cause] if cause else []
    found += [f"Missing: {', '.join(gap['path'] for gap in missing)}."] if missing else []
    if not remedy:
        remedy = _remedy(ended)
    return StepFailure(
        f"The installer of {name} {_MEANINGS.get(ended.code, 'failed')} (exit code {ended.code}).",
        "exit code 0, and everything that the package brings",
        "\n".join([*found, *lines[-10:]]),
        remedy,
        "package",
    )


def _cause(text: str) -> tuple[str, str]:
    return next(((c, r) for pattern, c, r in _CAUSES if re.search(pattern, text, re.IGNORECASE)), ("", ""))


def _remedy(ended: Ended) -> str:
    if ended.wants_restart:
        return "Restart the host (invoke restart-iis --reboot), then run again."
    if ended.code == 1638:
        return "Ask for the version that is there, or a newer one."
    return f"Read {ended.log} on the host; the whole log is there."
