"""What the playbook ``keys`` is told: the places of a host's data-protection keys."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from iisfleet.inventory import Host
from iisfleet.rendering.deployment import lock_parameters
from iisfleet.rendering.keys import auto_gen_keys, key_certificates, key_fact, key_folders, pfx_name, pfx_path, profiles
from iisfleet.rendering.release import RunInfo


def keys_context(
    host: Host,
    run: RunInfo,
    *,
    pools: Collection[str] = (),
    files: Mapping[Path, str] | None = None,
    planning: bool = False,
) -> dict[str, Any]:
    """The variables of ``templates/keys.ps1.j2`` for one host.

    ``pools`` names those that the host has: the profile of any other one waits for the deploy. ``files`` is the
    SHA-256 of each PFX file; ``planning`` leaves the lock out.
    """
    hashes = dict(files or {})
    there = {name.casefold() for name in pools}
    policy = host.data_protection_policy
    return {
        "run": run.id,
        "lock": None if planning else lock_parameters(run),
        "facts": key_fact(host),
        "files": sorted({pfx_path(hash_) for hash_ in hashes.values()}),
        "uploads": sorted({pfx_name(hash_) for hash_ in hashes.values()}),
        "policy": policy.values if policy else None,
        "auto_gen_keys": auto_gen_keys(host),
        "folders": list(key_folders(host)),
        "certificates": list(key_certificates(host, hashes)),
        "pools": [one for one in profiles(host) if one["Name"].casefold() in there],
        "entry": {"event": "provisioned", "run": run.id, "who": run.who, "target": "(host)", "release": "keys"},
    }
