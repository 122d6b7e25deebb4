"""What the playbook ``deploy`` is told: the declarations of one host as the parameters of its steps.

Paths on the host are computed here, once, so that no script has to put them together.
"""

from collections.abc import Container, Iterable, Mapping
from pathlib import PureWindowsPath
from typing import Any

from iisfleet.inventory import Host
from iisfleet.rendering.declarations import account, certificates_of, pool_settings, site_settings
from iisfleet.rendering.keys import auto_gen_keys, key_fact
from iisfleet.rendering.release import Release, RunInfo, Shipment

__all__ = [
    "Release",
    "RunInfo",
    "Shipment",
    "deploy_context",
    "lock_parameters",
    "shard_parameters",
    "target_parameters",
]


def deploy_context(
    host: Host,
    releases: Iterable[Release],
    run: RunInfo,
    *,
    planning: bool = False,
    event: str = "deployed",
    restarting: Container[str] = (),
) -> dict[str, Any]:
    """The variables of ``templates/deploy.ps1.j2`` for one host.

    ``planning`` leaves the lock out: a plan never needs it. ``event`` is what the journal will say; ``restarting``
    names the sites that must get a new worker process.
    """
    by_target = {release.target.name: release for release in releases}
    return {
        "run": run.id,
        "lock": None if planning else lock_parameters(run),
        "drives": sorted({PureWindowsPath(target.folder).drive.rstrip(":") for target in host.targets}),
        "targets": [target_parameters(by_target[target.name], run, event) for target in host.targets],
        "pools": list(_pools(host, by_target).values()),
        "certificates": [entry for site in host.sites for entry in certificates_of(site)],
        "auto_gen_keys": auto_gen_keys(host),
        "key_fact": key_fact(host) if key_fact(host)["Pools"] else None,
        "sites": [site_settings(site, by_target, run, site.name in restarting) for site in host.sites],
    }


def _pools(host: Host, releases: Mapping[str, Release]) -> dict[str, dict[str, Any]]:
    """By name: contents that share a pool say the same of it."""
    return {target.pool.name: pool_settings(target, releases[target.name]) for target in host.targets}


def lock_parameters(run: RunInfo, supersedes: str | None = None) -> dict[str, Any]:
    """The parameters of ``Lock-Host``."""
    return {
        "Run": run.id,
        "Who": run.who,
        "Controller": run.controller,
        "ProcessId": run.process_id,
        "Why": run.why,
        "Supersedes": supersedes,
    }


def target_parameters(release: Release, run: RunInfo, event: str = "deployed") -> dict[str, Any]:
    """What the templates loop over: one target with its release and the archive that travels."""
    target, shipment = release.target, release.shipment
    return {
        "name": target.name,
        "site": target.site,
        "application": target.application,
        "folder": target.folder,
        "pool": target.pool,
        "account": account(target.pool),
        "keep_releases": target.keep_releases,
        "release": release.id,
        "manifest": release.manifest,
        "base": shipment.base,
        "removed": shipment.removed,
        "archive": release.archive,
        "archive_sha256": shipment.archive_sha256,
        "shard": shard_parameters(release, 0, shipment.size, shipment.archive_sha256) if shipment.inline else None,
        "entry": _entry(release, run, event),
        "reverted": _entry(release, run, "reverted"),
    }


def shard_parameters(release: Release, offset: int, length: int, sha256: str | None) -> dict[str, Any]:
    """The parameters of ``Receive-Content`` for one shard of the release's archive; offsets and lengths in bytes."""
    return {"File": release.archive, "Offset": offset, "Length": length, "Sha256": sha256}


def _entry(release: Release, run: RunInfo, event: str) -> dict[str, Any]:
    return {
        "event": event,
        "run": run.id,
        "who": run.who,
        "target": release.target.name,
        "site": release.target.site,
        "release": release.id,
        "manifest": release.manifest,
    }
