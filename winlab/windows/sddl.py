"""The text form of access lists: entries, the letters of their rights, and what is inherited.

Source: learn.microsoft.com/windows/win32/secauthz/ace-strings and .../automatic-propagation-of-inheritable-aces.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from winlab.windows.errors import MachineError

_LETTERS = {
    "S-1-5-18": "SY", "S-1-5-32-544": "BA", "S-1-5-32-545": "BU", "S-1-5-11": "AU", "S-1-1-0": "WD",
    "S-1-5-19": "LS", "S-1-5-20": "NS", "S-1-3-0": "CO", "S-1-5-32-568": "IS",
}  # fmt: skip
_FILE = {
    "FA": 0x1F01FF, "FR": 0x120089, "FW": 0x120116, "FX": 0x1200A0,
    "GA": 0x1F01FF, "GR": 0x120089, "GW": 0x120116, "GX": 0x1200A0,
}  # fmt: skip
_ANY = {
    "CC": 0x1, "DC": 0x2, "LC": 0x4, "SW": 0x8, "RP": 0x10, "WP": 0x20, "DT": 0x40, "LO": 0x80, "CR": 0x100,
    "SD": 0x10000, "RC": 0x20000, "WD": 0x40000, "WO": 0x80000,
}  # fmt: skip
_WHOLE = {0x1F01FF: "FA", 0x120089: "FR", 0x120116: "FW", 0x1200A0: "FX"}
_ACE = re.compile(r"\(([^()]*)\)")
_SDDL = re.compile(r"^(?:O:(?P<owner>\S+?))?(?:G:(?P<group>\S+?))?(?:D:(?P<flags>[A-Z_]*)(?P<aces>(?:\([^()]*\))*))?$")


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
        return FILE.text(self)


@dataclass(frozen=True)
class Rights:
    """The letters of the rights of a kind of object, and the masks that have a name of their own."""

    masks: Mapping[str, int]
    names: Mapping[int, str]

    def mask(self, text: str) -> int:
        """Raises MachineError for letters that are not known."""
        if text.lower().startswith("0x"):
            return int(text, 16)
        mask = 0
        for letters in (text[i : i + 2] for i in range(0, len(text), 2)):
            found = self.masks.get(letters, _ANY.get(letters))
            if found is None:
                raise MachineError(f"unknown rights in SDDL: {text}")
            mask |= found
        return mask

    def text(self, ace: "Ace") -> str:
        rights = self.names.get(ace.mask, f"{ace.mask:#x}")
        return f"({ace.kind};{''.join(ace.flags)};{rights};;;{ace.sid})"


FILE = Rights(_FILE, _WHOLE)


@dataclass(frozen=True)
class Dacl:
    """The entries in their order; owner by its two letters or SID."""

    protected: bool
    aces: tuple[Ace, ...]
    owner: str = "BA"


def parse_sddl(text: str, rights: Rights = FILE) -> Dacl:
    """Raises MachineError for text that is not the SDDL of a DACL."""
    match = _SDDL.match(text.strip())
    if not match or match["aces"] is None:
        raise MachineError(f"the SDDL form of a security descriptor object is invalid: {text!r}")
    owner = (match["owner"] or "BA").upper()
    aces = tuple(_ace(body, rights) for body in _ACE.findall(match["aces"]))
    return Dacl("P" in match["flags"], aces, _LETTERS.get(owner, owner))


def _ace(body: str, rights: Rights) -> Ace:
    fields = body.split(";")
    if len(fields) != 6 or fields[0] not in ("A", "D") or fields[3] or fields[4]:
        raise MachineError(f"the SDDL form of a security descriptor object is invalid: ({body})")
    flags = tuple(fields[1][i : i + 2] for i in range(0, len(fields[1]), 2))
    return Ace(fields[0], flags, rights.mask(fields[2]), _LETTERS.get(fields[5].upper(), fields[5].upper()))


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
