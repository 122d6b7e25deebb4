r"""Installers of a machine: hosting bundle, VC++ redistributable, Web Deploy. A file of the lab stands for one:

    winlab-installer {"kind": "hosting-bundle", "version": "10.0.13", "signer": "Microsoft Corporation"}

`start` is the beginning of its process, `poll` tells how it ended; what it does to the machine happens when it ends, or
not at all if the machine restarts before. Exit codes, arguments and registry: reference windows.md, Hosting bundle.
Fault `installer` (winlab/faults.py) makes an installer fail, half succeed, lie, last, or restart the machine.
"""

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from winlab.windows.bundle import (
    EXTENSIONS,
    Bundle,
    add_bundle,
    add_runtimes,
    bundles,
    has_iis,
    has_shared_configuration,
    numbers,
    remembered_options,
)
from winlab.windows.errors import NotEmulated, NotFound

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

KINDS = ("hosting-bundle", "vc-redist", "web-deploy")
MICROSOFT = "Microsoft Corporation"
VISUAL_C = r"HKLM\SOFTWARE\Microsoft\VisualStudio\14.0\VC\Runtimes\x64"
WEB_DEPLOY = rf"{EXTENSIONS}\MSDeploy"
FAILED, BUSY, NEWER = 1603, 1618, 1638
_HEAD = b"winlab-installer "
_OPTION = re.compile(r"(OPT_[A-Z0-9_]+)=(.*)")


@dataclass(frozen=True)
class Installer:
    """What an installer's file says. signer: None without a signature; signature: what Windows finds of it."""

    kind: str
    version: str
    signer: str | None = MICROSOFT
    signature: str = "Valid"
    ancm: str = ""


def installer_bytes(kind: str, version: str, **more: Any) -> bytes:
    """The file of an installer; more: signer, signature, ancm. Raises NotFound for an unknown kind."""
    if kind not in KINDS:
        raise NotFound(f"no installer is of kind {kind}; there are {', '.join(KINDS)}")
    return _HEAD + json.dumps({"kind": kind, "version": version, **more}).encode() + b"\n"


def read_installer(content: bytes) -> Installer | None:
    """None for a file that is none."""
    if not content.startswith(_HEAD):
        return None
    try:
        return Installer(**json.loads(content[len(_HEAD) :]))
    except (ValueError, TypeError):
        return None


@dataclass(frozen=True)
class Signature:
    """As Get-AuthenticodeSignature has it; subject is that of the signer's certificate, None without one."""

    status: str
    subject: str | None


def signature_of(machine: "Machine", path: str) -> Signature:
    """Raises NotFound."""
    found = read_installer(machine.fs.read(path))
    if found is None or found.signer is None:
        return Signature("NotSigned", None)
    return Signature(found.signature, f"CN={found.signer}, O={found.signer}, L=Redmond, S=Washington, C=US")


@dataclass(frozen=True)
class Invocation:
    """The command line of one start."""

    action: str
    options: frozenset[str]
    log: str | None
    named: bool


@dataclass
class _Running:
    installer: Installer
    content: bytes
    invocation: Invocation
    fault: Mapping[str, Any]
    code: int
    due: float
    boot: str
    ended: int | None = None


class Installers:
    """Those of one machine. Its lock is held by who calls."""

    def __init__(self, machine: "Machine") -> None:
        self._machine = machine
        self._running: list[_Running] = []

    def start(self, path: str, arguments: Sequence[str]) -> int:
        """The number of the process for `poll`. Raises NotEmulated for a file or an argument that is unknown."""
        content = self._machine.fs.read(path)
        installer = read_installer(content)
        if installer is None:
            raise NotEmulated(f"the program {path}")
        invocation = _parse(installer, arguments)
        busy = any(self._is_at_work(number) for number in range(len(self._running)))
        fault = {} if busy else self._fault()
        code = BUSY if busy else _signed(int(fault.get("code", 0)))
        due = time.monotonic() + float(fault.get("seconds", 0))
        self._running.append(_Running(installer, content, invocation, fault, code, due, self._boot()))
        return len(self._running) - 1

    def poll(self, number: int) -> int | None:
        """Its exit code; None while it runs. One that the machine's restart has ended never has one."""
        run = self._running[number]
        if run.ended is None and run.boot == self._boot() and time.monotonic() >= run.due:
            if run.fault.get("reboot"):
                self._break_off(run)
                return None
            run.ended = self._carry_out(run)
        return run.ended

    def _is_at_work(self, number: int) -> bool:
        return self.poll(number) is None and self._running[number].boot == self._boot()

    def _boot(self) -> str:
        return self._machine.power.boot

    def _break_off(self, run: _Running) -> None:
        """The machine restarts; what the installer has done by then stays."""
        run.boot = ""
        _EFFECTS[str(run.fault["effect"])](self._machine, run)
        self._machine.power.restart()

    def _fault(self) -> dict[str, Any]:
        """The fault for one invocation: its next code, and it goes off with the last."""
        faults = self._machine.faults
        options = faults.active("installer")
        if options is None:
            return {}
        codes = options["codes"] if isinstance(options["codes"], list) else str(options["codes"]).split("+")
        codes = [int(code) for code in codes if code != ""]
        if len(codes) > 1:
            faults.set("installer", {**options, "codes": codes[1:]})
        elif codes or options["reboot"]:
            faults.clear("installer")
        return {**options, "code": codes[0]} if codes else options

    def _carry_out(self, run: _Running) -> int:
        code = run.code
        effect = "full" if code in (0, 3010, 1641) else str(run.fault.get("effect", "none"))
        if run.fault.get("nothing"):
            effect = "none"
        if code != BUSY:
            code, effect = _judge(self._machine, run.installer, run.invocation, code, effect)
        _EFFECTS[effect](self._machine, run)
        if run.invocation.log:
            _write_logs(self._machine, run, run.invocation.log, code)
        return code


def _judge(machine: "Machine", installer: Installer, invocation: Invocation, code: int, effect: str) -> tuple[int, str]:
    """What the machine's state makes of an installer that would succeed."""
    if code != 0 or effect != "full" or installer.kind != "hosting-bundle":
        return code, effect
    newer = [b for b in bundles(machine) if b.band == Bundle(installer.version).band]
    if any(numbers(b.version) > numbers(installer.version) for b in newer):
        return NEWER, "none"
    blocked = has_shared_configuration(machine) and "OPT_NO_SHARED_CONFIG_CHECK" not in invocation.options
    return (FAILED, "none") if blocked and has_iis(machine) else (code, effect)


def _parse(installer: Installer, arguments: Sequence[str]) -> Invocation:
    if installer.kind == "web-deploy":
        return _parse_msi(arguments)
    actions = [word for word in arguments if word in ("/install", "/repair")]
    options = {match[1]: match[2] for word in arguments if (match := _OPTION.fullmatch(word))}
    log = _after(arguments, "/log")
    known = {*actions, "/quiet", "/norestart", "/log", log}
    unknown = [word for word in arguments if word not in known and not _OPTION.fullmatch(word)]
    if unknown or len(actions) != 1 or "/quiet" not in arguments:
        raise NotEmulated(f"the arguments {' '.join(arguments)} of an installer")
    wanted = frozenset(name for name, value in options.items() if value == "1")
    return Invocation(actions[0], wanted, log, bool(options))


def _parse_msi(arguments: Sequence[str]) -> Invocation:
    log = _after(arguments, "/l*v")
    if [word for word in arguments if word not in ("/qn", "/norestart", "/l*v", log)] or "/qn" not in arguments:
        raise NotEmulated(f"the arguments {' '.join(arguments)} of msiexec /i")
    return Invocation("/install", frozenset(), log, False)


def _after(arguments: Sequence[str], word: str) -> str | None:
    return dict(pairwise(arguments)).get(word)


def _signed(code: int) -> int:
    """As .NET shows an exit code: 0x80070643 is negative."""
    return code - 2**32 if code >= 2**31 else code


# What they do


def install_package(machine: "Machine", installer: Installer, *, module: bool = True) -> None:
    """What an installer does that succeeds; module: False for a hosting bundle that came before IIS."""
    content = installer_bytes(installer.kind, installer.version)
    _install(machine, installer, content, Invocation("/install", frozenset(), None, False), module=module)


def _install(
    machine: "Machine", installer: Installer, content: bytes, invocation: Invocation, *, module: bool = True
) -> None:
    if installer.kind == "hosting-bundle":
        bundle = Bundle(installer.version, installer.ancm)
        options = invocation.options if invocation.named else remembered_options(machine, bundle)
        own = options - {"OPT_NO_SHARED_CONFIG_CHECK"}
        add_bundle(machine, bundle, content, without=own, module=module)
    elif installer.kind == "vc-redist":
        machine.registry.load({VISUAL_C: {"Installed": 1, "Version": f"v{installer.version}.00"}})
    else:
        number = numbers(installer.version)[0]
        folder = rf"C:\Program Files\IIS\Microsoft Web Deploy V{number}"
        machine.fs.write(rf"{folder}\msdeploy.exe", b"winlab msdeploy\n")
        key = {"Install": 1, "InstallPath": f"{folder}\\", "Version": installer.version}
        machine.registry.load({rf"{WEB_DEPLOY}\{number}": key})


def _half(machine: "Machine", run: _Running) -> None:
    """Of a bundle the runtimes alone: neither module nor registration."""
    if run.installer.kind == "hosting-bundle":
        add_runtimes(machine, Bundle(run.installer.version))


_EFFECTS: Mapping[str, Callable[["Machine", _Running], None]] = {
    "none": lambda _machine, _run: None,
    "half": _half,
    "full": lambda machine, run: _install(machine, run.installer, run.content, run.invocation),
}


def _write_logs(machine: "Machine", run: _Running, log: str, code: int) -> None:
    """That of the bundle, and beside it that of the package which said why it failed."""
    said = run.fault.get("log") or ""
    if code == FAILED and not said and run.code == 0:
        said = "ERROR ( hresult:80070005, message:Failed to commit configuration changes. Access is denied.\n )"
    result = code & 0xFFFFFFFF if code < 0 else 0x80070000 | code
    lines = [f"i001: {run.installer.kind} {run.installer.version} {run.invocation.action}"]
    lines += [f"e000: Error 0x{result:08x}: Failed to execute package."] if code not in (0, 3010, 1641) else []
    lines.append(f"i399: Apply complete, result: {code}")
    machine.fs.write(log, "".join(f"[0A14:0C58]{line}\n" for line in lines).encode())
    if said:
        machine.fs.write(log.removesuffix(".log") + "_000_AspNetCoreModule_x64.log", f"{said}\n".encode("utf-16"))
