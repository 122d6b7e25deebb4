"""Discretionary ACLs as SDDL text: explicit entries in acl.json, inheritance computed.

`get` answers in the form that Windows reads back: `D:PAI` for protected, inherited entries with the flag ID,
well-known SIDs by their two letters, generic rights mapped to file rights.
Source: learn.microsoft.com/windows/win32/secauthz/ace-strings and .../automatic-propagation-of-inheritable-aces.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from winlab.windows.errors import MachineError, NotFound
from winlab.windows.filesystem import FileSystem
from winlab.windows.jsonfile import JsonFile

_LETTERS = {
    "S-1-5-18": "SY", "S-1-5-32-544": "BA", "S-1-5-32-545": "BU", "S-1-5-11": "AU", "S-1-1-0": "WD",
    "S-1-5-19": "LS", "S-1-5-20": "NS", "S-1-3-0": "CO", "S-1-5-32-568": "IS",
}  # fmt: skip
_RIGHTS = {
    "FA": 0x1F01FF, "FR": 0x120089, "FW": 0x120116, "FX": 0x1200A0,
    "GA": 0x1F01FF, "GR": 0x120089, "GW": 0x120116, "GX": 0x1200A0,
    "CC": 0x1, "DC": 0x2, "LC": 0x4, "SW": 0x8, "RP": 0x10, "WP": 0x20, "DT": 0x40, "LO": 0x80, "CR": 0x100,
    "SD": 0x10000, "RC": 0x20000, "WD": 0x40000, "WO": 0x80000,
}  # fmt: skip
_WHOLE = {0x1F01FF: "FA", 0x120089: "FR", 0x120116: "FW", 0x1200A0: "FX"}
_ACE = re.compile(r"\(([^()]*)\)")
_SDDL = re.compile(r"^(?:O:(?P<owner>\S+?))?(?:G:(?P<group>\S+?))?(?:D:(?P<flags>[A-Z_]*)(?P<aces>(?:\([^()]*\))*))?$")
# What a fresh volume gives, shortened: everybody who may log on reads (reference: windows.md, "known").
DRIVE = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"


@dataclass(frozen=True)
class Ace:
    """One entry; flags are the inheritance flags in order (OI, CI, NP, IO, ID)."""

    kind: str
    flags: tuple[str, ...]
    mask: int
    sid: str

    @property
    def inherited(self) -> bool:
        return "ID" in self.flags

    def __str__(self) -> str:
        rights = _WHOLE.get(self.mask, f"{self.mask:#x}")
        return f"({self.kind};{''.join(self.flags)};{rights};;;{self.sid})"


@dataclass(frozen=True)
class Dacl:
    """The entries in their order; owner by its two letters or SID."""

    protected: bool
    aces: tuple[Ace, ...]
    owner: str = "BA"


def parse_sddl(text: str) -> Dacl:
    """Raises MachineError for text that is not the SDDL of a DACL."""
    match = _SDDL.match(text.strip())
    if not match or match["aces"] is None:
        raise MachineError(f"the SDDL form of a security descriptor object is invalid: {text!r}")
    owner = (match["owner"] or "BA").upper()
    aces = tuple(_ace(body) for body in _ACE.findall(match["aces"]))
    return Dacl("P" in match["flags"], aces, _LETTERS.get(owner, owner))


def _ace(body: str) -> Ace:
    fields = body.split(";")
    if len(fields) != 6 or fields[0] not in ("A", "D") or fields[3] or fields[4]:
        raise MachineError(f"the SDDL form of a security descriptor object is invalid: ({body})")
    flags = tuple(fields[1][i : i + 2] for i in range(0, len(fields[1]), 2))
    return Ace(fields[0], flags, _mask(fields[2]), _LETTERS.get(fields[5].upper(), fields[5].upper()))


def _mask(rights: str) -> int:
    if rights.lower().startswith("0x"):
        return int(rights, 16)
    mask = 0
    for i in range(0, len(rights), 2):
        if rights[i : i + 2] not in _RIGHTS:
            raise MachineError(f"unknown rights in SDDL: {rights}")
        mask |= _RIGHTS[rights[i : i + 2]]
    return mask


class Acl:
    """The ACLs of files and folders, by Windows path."""

    def __init__(self, file: JsonFile, fs: FileSystem) -> None:
        self._file = file
        self._fs = fs

    def get(self, windows: str) -> str:
        """The effective SDDL. Raises NotFound for a missing path."""
        dacl = self.effective(windows)
        return f"O:{dacl.owner}G:SYD:{'PAI' if dacl.protected else 'AI'}{''.join(map(str, dacl.aces))}"

    def effective(self, windows: str) -> Dacl:
        """Explicit entries, then those inherited from above."""
        name = self._name(windows)
        own = self._explicit(name)
        if own.protected:
            return own
        parent = self.effective(name.rsplit("\\", 1)[0] + ("\\" if name.count("\\") == 1 else ""))
        return Dacl(False, (*own.aces, *inherit(parent.aces, self._fs.is_folder(name))), own.owner)

    def set(self, windows: str, sddl: str) -> None:
        """Replace the DACL, and the owner if the text names one.

        Inherited entries in the text are left out, as Windows computes them anew.
        """
        name, dacl = self._name(windows), parse_sddl(sddl)
        explicit = "".join(str(ace) for ace in dacl.aces if not ace.inherited)
        owner = "" if dacl.owner == "BA" else f"O:{dacl.owner}"
        kept = {path: text for path, text in self.explicit().items() if path.lower() != name.lower()}
        self._file.write({**kept, name: f"{owner}D:{'P' if dacl.protected else ''}{explicit}"})

    def explicit(self) -> dict[str, str]:
        """What stands in acl.json for paths that are still there: path -> SDDL of the explicit entries."""
        return {path: text for path, text in self._file.read().items() if self._fs.exists(path)}

    def _explicit(self, name: str) -> Dacl:
        if name.endswith(":\\"):
            return parse_sddl(self._stored(name) or DRIVE)
        stored = self._stored(name)
        return parse_sddl(stored) if stored else Dacl(False, ())

    def _stored(self, name: str) -> str | None:
        lower = name.lower()
        return next((str(text) for path, text in self._file.read().items() if path.lower() == lower), None)

    def _name(self, windows: str) -> str:
        path = self._fs.path(windows)
        if not path.is_symlink() and not path.exists():
            raise NotFound(f"cannot find path '{windows}'")
        return self._fs.windows(path)


def inherit(aces: Iterable[Ace], folder: bool) -> list[Ace]:
    """What a child gets from its parent's entries."""
    result = []
    for ace in aces:
        flags = set(ace.flags)
        if not folder and "OI" in flags:
            result.append(replace(ace, flags=("ID",)))
        elif folder and "CI" in flags:
            kept = () if "NP" in flags else tuple(f for f in ("OI", "CI") if f in flags)
            result.append(replace(ace, flags=(*kept, "ID")))
        elif folder and "OI" in flags and "NP" not in flags:
            result.append(replace(ace, flags=("OI", "IO", "ID")))
    return result
