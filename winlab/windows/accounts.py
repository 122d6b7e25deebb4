"""Account names and their SIDs: well-known ones, application pools, and a table of others."""

import hashlib
import re
import struct
from typing import Any

from winlab.windows.errors import IdentityNotMapped
from winlab.windows.jsonfile import JsonFile

# learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
WELL_KNOWN = {
    "everyone": "S-1-1-0",
    "nt authority\\system": "S-1-5-18",
    "system": "S-1-5-18",
    "localsystem": "S-1-5-18",
    "nt authority\\local service": "S-1-5-19",
    "localservice": "S-1-5-19",
    "nt authority\\network service": "S-1-5-20",
    "networkservice": "S-1-5-20",
    "builtin\\administrators": "S-1-5-32-544",
    "administrators": "S-1-5-32-544",
    "builtin\\users": "S-1-5-32-545",
    "users": "S-1-5-32-545",
    "builtin\\iis_iusrs": "S-1-5-32-568",
    "iis_iusrs": "S-1-5-32-568",
    "nt authority\\iusr": "S-1-5-17",
    "iusr": "S-1-5-17",
    "nt authority\\authenticated users": "S-1-5-11",
}
_POOL = re.compile(r"^iis apppool\\(.+)$", re.IGNORECASE)


def pool_sid(pool: str) -> str:
    """The SID of `IIS AppPool\\<pool>`: S-1-5-82 and the SHA-1 of the lower-case UTF-16LE name as five DWORDs."""
    digest = hashlib.sha1(pool.lower().encode("utf-16-le"), usedforsecurity=False).digest()
    return "S-1-5-82-" + "-".join(str(part) for part in struct.unpack("<5I", digest))


class Accounts:
    """Names to SIDs. `others` maps account name -> {"sid": ..., "password": optional}."""

    def __init__(self, others: JsonFile) -> None:
        self._others = others

    def sid(self, name: str) -> str:
        """Raises IdentityNotMapped. A pool's SID is computed: scripts ask for it before the pool exists."""
        key = name.lower().removeprefix(".\\")
        if key.startswith("s-1-"):
            return name.upper()
        if key in WELL_KNOWN:
            return WELL_KNOWN[key]
        if match := _POOL.match(name):
            return pool_sid(match[1])
        if entry := self._entry(key):
            return str(entry["sid"])
        raise IdentityNotMapped(f"some or all identity references could not be translated: {name}")

    def add(self, name: str, sid: str | None = None, password: str | None = None) -> None:
        """Make an account known; without a SID it gets one made from its name."""
        digest = hashlib.sha256(name.lower().encode()).digest()
        made = "S-1-5-21-" + "-".join(str(part) for part in struct.unpack("<3I", digest[:12])) + "-1105"
        self._others.write({**self._others.read(), name: {"sid": sid or made, "password": password}})

    def accepts(self, name: str, password: str) -> bool:
        """Whether a logon works: a known account, and its password if the table names one (none for a gMSA)."""
        entry = self._entry(name.lower())
        return entry is not None and (name.endswith("$") or entry.get("password") in (None, password))

    def _entry(self, key: str) -> dict[str, Any] | None:
        return next((entry for name, entry in self._others.read().items() if name.lower() == key), None)
