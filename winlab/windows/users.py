"""Profiles of accounts: a key of ProfileList for each SID, and a folder, in which the NuGet caches are.

Facts: reference windows.md, Package caches. A profile's ProfileImagePath of a service account is an expandable
string; the temporary folder of SYSTEM is that of Windows.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from winlab.windows.errors import IdentityNotMapped, NotFound

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

PROFILES = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
SYSTEM = "S-1-5-18"
_SERVICES = {
    SYSTEM: r"%SystemRoot%\System32\config\systemprofile",
    "S-1-5-19": r"%SystemRoot%\ServiceProfiles\LocalService",
    "S-1-5-20": r"%SystemRoot%\ServiceProfiles\NetworkService",
}


class Users:
    """The profiles of one machine, by SID."""

    def __init__(self, machine: "Machine") -> None:
        self._machine = machine

    def install(self) -> None:
        """Those of a new Windows: the service accounts, and the administrator who has installed it."""
        keys = {
            rf"{PROFILES}\{sid}": {"ProfileImagePath": {"kind": "ExpandString", "data": folder}}
            for sid, folder in _SERVICES.items()
        }
        self._machine.registry.load(keys)
        for sid in _SERVICES:
            self._machine.fs.make_folder(self.folder(sid))
        self.add("Administrator")

    def add(self, name: str, folder: str | None = None, files: Mapping[str, str | None] | None = None) -> None:
        """Give an account, made if need be, a profile; `files` by their paths in it, None for a folder."""
        try:
            sid = self._machine.accounts.sid(name)
        except IdentityNotMapped:
            self._machine.accounts.add(name)
            sid = self._machine.accounts.sid(name)
        if sid not in self.all():
            home = folder or "C:\\Users\\" + name.rsplit("\\", 1)[-1]
            self._machine.registry.load({rf"{PROFILES}\{sid}": {"ProfileImagePath": home}})
        self._machine.fs.make_folder(self.folder(sid))
        for relative, text in (files or {}).items():
            path = rf"{self.folder(sid)}\{relative}"
            if text is None:
                self._machine.fs.make_folder(path)
            else:
                self._machine.fs.write(path, text.encode())

    def remove(self, name: str) -> None:
        """Take the profile of an account away, with its folder. A missing one is no error."""
        sid = self._machine.accounts.sid(name)
        if sid in self.all():
            self._machine.fs.remove(self.folder(sid))
            self._machine.registry.remove(rf"{PROFILES}\{sid}")

    def all(self) -> dict[str, str]:
        """SID -> folder, in the order of the registry."""
        key: dict[str, Any] = self._machine.registry.get(PROFILES) or {"keys": []}
        return {sid: self.folder(sid) for sid in key["keys"]}

    def folder(self, sid: str) -> str:
        """Raises NotFound for an account without a profile."""
        path = self._machine.registry.value(rf"{PROFILES}\{sid}", "ProfileImagePath")
        if path is None:
            raise NotFound(f"{sid} has no profile")
        return str(path).replace("%SystemRoot%", r"C:\Windows")
