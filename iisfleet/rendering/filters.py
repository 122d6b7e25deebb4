"""What templates may compute: Windows paths, security identifiers, and nothing else."""

import hashlib
import struct
from collections.abc import Callable
from pathlib import PureWindowsPath
from typing import Any

from iisfleet.inventory import Pool, Target
from iisfleet.rendering.literals import Raw

_KNOWN_IDENTITIES = {"LocalSystem": "SY", "LocalService": "LS", "NetworkService": "NS"}

# learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
_KNOWN_SIDS = {"LocalSystem": "S-1-5-18", "LocalService": "S-1-5-19", "NetworkService": "S-1-5-20"}


def pool_sid(name: str) -> str:
    """The SID of ``IIS AppPool\\<name>``, which need not exist yet.

    S-1-5-82 and the SHA-1 of the lower-case UTF-16 name as five little-endian double words (windows.md, Pools).
    """
    digest = hashlib.sha1(name.lower().encode("utf-16-le"), usedforsecurity=False).digest()
    return "S-1-5-82-" + "-".join(str(part) for part in struct.unpack("<5I", digest))


def folder_sddl(pool: Pool) -> str:
    """The protected access list of a site's folder: SYSTEM and Administrators all, the pool reading.

    Protected, so that what a data volume grants to Users does not let other pools read this site's settings. A pool
    that runs as an account of its own is granted on the host, where the account can be resolved.
    """
    aces = ["(A;OICI;FA;;;SY)", "(A;OICI;FA;;;BA)"]
    trustee = identity_trustee(pool)
    if trustee and trustee != "SY":
        aces.append(f"(A;OICI;0x1200a9;;;{trustee})")
    return "D:PAI" + "".join(aces)


def identity_trustee(pool: Pool) -> str | None:
    """The SDDL trustee that a pool runs as; None for an account that only the host can resolve."""
    if pool.identity_type == "ApplicationPoolIdentity":
        return pool_sid(pool.name)
    return _KNOWN_IDENTITIES.get(pool.identity_type)


def identity_sid(pool: Pool) -> str | None:
    """The SID that a pool runs as; None for an account that only the host can resolve."""
    if pool.identity_type == "ApplicationPoolIdentity":
        return pool_sid(pool.name)
    return _KNOWN_SIDS.get(pool.identity_type)


def site_release(target: Target) -> dict[str, Any]:
    """The parameters of ``Get-SiteRelease``: what a content is asked for."""
    asked = {"Target": target.name, "Path": target.store, "Site": target.site, "Application": target.application}
    return asked if target.content is None else {**asked, "Content": target.content, "Preserve": target.preserve}


def join_path(folder: str, *names: str) -> str:
    r"""``C:\inetpub\shop`` and ``releases`` as one Windows path."""
    return str(PureWindowsPath(folder, *names))


def upload_path(sha256: str, suffix: str) -> str:
    """Where a host collects a file that belongs to no site (Open-HostUpload); ``suffix`` as in ``.exe``."""
    return rf"C:\ProgramData\iisfleet\incoming\{sha256}{suffix}"


FILTERS: dict[str, Callable[..., Any]] = {
    "raw": Raw,
    "pool_sid": pool_sid,
    "site_release": site_release,
}
