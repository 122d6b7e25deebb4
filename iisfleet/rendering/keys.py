"""Where pools keep their data-protection keys: declarations as the parameters of steps."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from iisfleet.inventory import Host, Pool, Target
from iisfleet.rendering.filters import identity_sid, upload_path


def pfx_name(sha256: str) -> str:
    """A PFX file on its way to a host."""
    return f"{sha256}.pfx"


def pfx_path(sha256: str) -> str:
    """Where the host collects it (Open-HostUpload)."""
    return upload_path(sha256, ".pfx")


def key_fact(host: Host) -> dict[str, Any]:
    """The parameters of ``Get-KeyFact``: the pools and sites whose keys are provided for."""
    targets = list(_provided(host))
    certificates = [t.data_protection.certificate for t in targets]
    return {
        "Pools": list(dict.fromkeys(target.pool.name for target in targets)),
        "Sites": list(dict.fromkeys(target.site for target in targets)),
        "Thumbprints": list(dict.fromkeys(c.thumbprint for c in certificates if c)),
    }


def auto_gen_keys(host: Host) -> list[dict[str, Any]]:
    """The parameters of ``Set-AutoGenKey``, once a pool."""
    return list({t.pool.name: {"Pool": t.pool.name, **_holder(t.pool)} for t in _of_mode(host, "registry")}.values())


def profile_settings(target: Target) -> dict[str, bool | None]:
    """What of a pool's profile the place of its keys needs; None leaves it as it is on the host.

    The profile comes first wherever it is loaded, so keys in the registry need one that is not.
    """
    if target.data_protection.mode == "registry":
        return {"LoadUserProfile": False, "SetProfileEnvironment": None}
    if target.data_protection.mode == "profile":
        return {"LoadUserProfile": True, "SetProfileEnvironment": True}
    return {"LoadUserProfile": target.pool.load_user_profile, "SetProfileEnvironment": None}


def _provided(host: Host) -> Iterator[Target]:
    return (target for target in host.targets if target.data_protection.mode != "none")


def _of_mode(host: Host, *modes: str) -> Iterator[Target]:
    return (target for target in host.targets if target.data_protection.mode in modes)


def _holder(pool: Pool) -> dict[str, Any]:
    """Sid if it is known here, else Account."""
    sid = identity_sid(pool)
    return {"Sid": sid, "Account": None if sid else pool.user_name}


def profiles(host: Host) -> Iterable[dict[str, Any]]:
    """The parameters of ``Set-IisPool`` for what the keys need of a profile."""
    targets = _of_mode(host, "registry", "profile")
    return {t.pool.name: {"Name": t.pool.name, **profile_settings(t)} for t in targets}.values()


def key_folders(host: Host) -> Iterator[dict[str, Any]]:
    """One access list a folder of this host, for all pools that share it; a share has its own on its server."""
    sharing: dict[str, dict[str, Pool]] = {}
    for target in _of_mode(host, "shared"):
        folder = target.data_protection.folder or ""
        if not folder.startswith("\\\\"):
            sharing.setdefault(folder, {})[target.pool.name] = target.pool
    for folder, pools in sharing.items():
        sids = dict.fromkeys(identity_sid(pool) for pool in pools.values())
        aces = [f"(A;OICI;0x1301bf;;;{sid})" for sid in sids if sid not in (None, "S-1-5-18")]
        accounts = dict.fromkeys(pool.user_name for pool in pools.values() if identity_sid(pool) is None)
        sddl = "".join(["D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", *aces])
        yield {"Path": folder, "Sddl": sddl, "Account": list(accounts)}


def key_certificates(host: Host, hashes: Mapping[Path, str]) -> Iterator[dict[str, Any]]:
    """The parameters of ``Import-KeyCertificate``; ``hashes`` is the SHA-256 of each PFX file."""
    seen = set[tuple[str, str]]()
    for target in _of_mode(host, "shared"):
        wanted = target.data_protection.certificate
        if wanted is None or (wanted.thumbprint, target.pool.name) in seen:
            continue
        seen.add((wanted.thumbprint, target.pool.name))
        sha256 = hashes.get(wanted.pfx) if wanted.pfx else None
        yield {
            "File": pfx_path(sha256) if sha256 else None,
            "Thumbprint": wanted.thumbprint,
            "Password": wanted.password,
            "TrustedRoot": wanted.trusted_root,
            **_holder(target.pool),
        }
