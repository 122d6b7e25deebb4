r"""Shares of other machines as this host sees them: \\files\drop is the folder <lab>/shares/files/drop.

SYSTEM reads them as the computer account of the host. A session cannot use its login on a third machine (the second
hop): it reads a share that it has connected to as the share's own account, which <lab>/shares/accounts.json says.
Numbers are winerror.h's. Fault: share-unreachable.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from winlab.windows.errors import MachineError, NotFound
from winlab.windows.filesystem import entry_of, legal_name
from winlab.windows.jsonfile import JsonFile

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

SYSTEM = "SYSTEM"  # the caller that is no session
_ROOT = re.compile(r"^\\\\[^\\]+\\[^\\]+")
_TEXTS = {
    2: "The system cannot find the file specified.",
    5: "Access is denied.",
    53: "The network path was not found.",
    67: "The network name cannot be found.",
    1326: "The user name or password is incorrect.",
}


class ShareError(MachineError):
    """Windows' number for it, and its text."""

    def __init__(self, code: int) -> None:
        super().__init__(_TEXTS[code])
        self.code = code


class Shares:
    """Made once; who makes a lab says its `folder`. A caller is SYSTEM or the name of a session."""

    def __init__(self, machine: "Machine", folder: Path) -> None:
        self.folder = folder
        self._machine = machine
        self._connected: dict[tuple[str, str], str] = {}

    def add(
        self, root: str, files: Mapping[str, bytes | None], account: Mapping[str, str] | None, *, computers: bool = True
    ) -> None:
        r"""Make a share (\\server\share), or put more into it. computers: SYSTEM may read it."""
        for relative, content in {"": None, **files}.items():
            place = self.path(f"{root}\\{relative}")
            (place if content is None else place.parent).mkdir(parents=True, exist_ok=True)
            if content is not None:
                place.write_bytes(content)
        accounts = JsonFile(self.folder / "accounts.json")
        accounts.write({**accounts.read(), _key(root): {**(account or {}), "computers": computers}})

    def path(self, unc: str) -> Path:
        """Where a path of a share is on this computer, be it there or not."""
        found = self.folder
        for part in unc.replace("/", "\\").strip("\\").split("\\"):
            if part not in ("", ".", ".."):
                found = entry_of(found, legal_name(part, unc))
        return found

    def open(self, unc: str, caller: str | None) -> Path:
        """A folder that a caller reads. Raises ShareError."""
        root = _root(unc)
        self._reach(root)
        rules = self._rules(root)
        mine = {share for (who, _), share in self._connected.items() if who == caller}
        if not (rules.get("computers", True) if caller == SYSTEM else _key(root) in mine):
            raise ShareError(5)
        folder = self.path(unc)
        if not folder.is_dir():
            raise ShareError(2)
        return folder

    def connect(self, unc: str, user: str, password: str, *, caller: str, drive: str) -> Path:
        """New-PSDrive -Credential: a session reads a share until the drive goes. Raises ShareError."""
        root = _root(unc)
        self._reach(root)
        rules = self._rules(root)
        if str(rules.get("user", "")).lower() != user.lower() or rules.get("password") != password:
            raise ShareError(1326)
        self._connected[caller, drive.lower()] = _key(root)
        return self.path(unc)

    def disconnect(self, caller: str, drive: str) -> None:
        self._connected.pop((caller, drive.lower()), None)

    def _rules(self, root: str) -> dict[str, Any]:
        rules: dict[str, Any] = JsonFile(self.folder / "accounts.json").read().get(_key(root), {})
        return rules

    def _reach(self, root: str) -> None:
        place = self.path(root)
        if self._machine.faults.active("share-unreachable") is not None or not place.parent.is_dir():
            raise ShareError(53)
        if not place.is_dir():
            raise ShareError(67)


def _root(unc: str) -> str:
    match = _ROOT.match(unc)
    if match is None:
        raise NotFound(f"{unc} is not on a share")
    return match[0]


def _key(root: str) -> str:
    return root.lower().rstrip("\\")
