"""What the playbook ``deploy`` is told: the declarations of one host as the parameters of its steps.

Paths on the host are computed here, once, so that no script has to put them together.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any

from iisfleet.inventory import Host, Target
from iisfleet.rendering.declarations import account, certificates_of, pool_settings, site_settings
from iisfleet.rendering.filters import folder_sddl, site_release
from iisfleet.rendering.inplace import inplace_steps
from iisfleet.rendering.keys import auto_gen_keys, key_fact
from iisfleet.rendering.release import Release, RunInfo

# The releases beside a content that is published in place: no pool reads them.
STORE_SDDL = "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"


@dataclass(frozen=True)
class GuardSteps:
    """The parameters of the steps that ask for a host's guard, bring it and arm it; None: the step is not needed."""

    fact: Mapping[str, Any] | None = None
    install: Mapping[str, Any] | None = None
    register: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class DeployOptions:
    """How the playbook is to run.

    ``planning`` leaves out what a plan never needs: lock, guard, drain. ``event`` is what the journal will say.
    ``restarting`` names the sites that must get a new worker process, ``replacing`` the targets whose content is to
    be replaced in place (None: each that is published so). ``clean``: nothing of the previous deployment stays.
    """

    planning: bool = False
    event: str = "deployed"
    restarting: Container[str] = ()
    replacing: Container[str] | None = None
    clean: bool = False
    guard: GuardSteps = GuardSteps()


def deploy_context(
    host: Host, releases: Iterable[Release], run: RunInfo, how: DeployOptions = DeployOptions()
) -> dict[str, Any]:
    """The variables of ``templates/deploy.ps1.j2`` for one host."""
    by_target = {release.target.name: release for release in releases}
    pools = _pools(host, by_target)
    changing = [by_target[target.name] for target in host.targets if by_target[target.name].id]
    targets = [target_parameters(release, run, how) for release in changing]
    return {
        "run": run.id,
        "lock": None if how.planning else lock_parameters(run),
        "guard": how.guard,
        "drain": None if how.planning else host.drain,
        "drives": sorted({PureWindowsPath(target.folder).drive[0].upper() for target in host.targets}),
        "asked": [site_release(target) for target in host.targets],
        "targets": targets,
        "inplace": any(target["inplace"] for target in targets),
        "kept": [],
        "pools": list(pools.values()),
        "pool_names": list(pools),
        "settings": [],
        "certificates": [entry for site in host.sites for entry in certificates_of(site)],
        "auto_gen_keys": auto_gen_keys(host),
        "key_fact": key_fact(host) if key_fact(host)["Pools"] else None,
        "sites": [site_settings(site, by_target, run, site.name in how.restarting) for site in host.sites],
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


def target_parameters(release: Release, run: RunInfo, how: DeployOptions = DeployOptions()) -> dict[str, Any]:
    """What the templates loop over: one target with its release and the archive that travels."""
    target, shipment = release.target, release.shipment
    return {
        "name": target.name,
        "folder": target.folder,
        "store": target.store,
        "store_folder": store_folder(target),
        "live_folder": _live_folder(target),
        "inplace": inplace_steps(release, run, clean=how.clean) if _replaces(target, how) else None,
        "keep_releases": 1 if how.clean else target.keep_releases,
        "release": release.id,
        "manifest": release.manifest,
        "base": shipment.base,
        "removed": shipment.removed,
        "archive": release.archive,
        "archive_sha256": shipment.archive_sha256,
        "fetched": shipment.folder,
        "shard": shard_parameters(release, 0, shipment.size, shipment.archive_sha256) if shipment.inline else None,
        "saved": _saved(release),
        "entry": journal_entry(release, run, how.event),
        "reverted": journal_entry(release, run, "reverted"),
    }


def _replaces(target: Target, how: DeployOptions) -> bool:
    return target.content is not None and (how.replacing is None or target.name in how.replacing)


def store_folder(target: Target) -> dict[str, Any]:
    """Where releases are kept. What is served from there already keeps its access list until the switch."""
    if target.content is not None:
        return {"Path": target.store, "Sddl": STORE_SDDL, "Identity": None, "Store": True}
    return {**_served_folder(target), "KeepAccess": True}


def _live_folder(target: Target) -> dict[str, Any]:
    """What a site serves, or what the releases are in that it serves."""
    if target.content is not None:
        return {**_served_folder(target), "Plain": True}
    return _served_folder(target)


def _served_folder(target: Target) -> dict[str, Any]:
    access = {"Sddl": folder_sddl(target.pool), "Identity": account(target.pool)}
    return {"Path": target.folder, **access, "Merge": target.undeclared == "merge"}


def shard_parameters(release: Release, offset: int, length: int, sha256: str | None) -> dict[str, Any]:
    """The parameters of ``Receive-Content`` for one shard of the release's archive; offsets and lengths in bytes."""
    return {"File": release.archive, "Offset": offset, "Length": length, "Sha256": sha256}


def _saved(release: Release) -> dict[str, Any]:
    target = release.target
    place = {"Target": target.name, "Site": target.site, "Application": target.application}
    return {**place, "Pool": target.pool.name, "Release": release.id, "Folder": target.folder}


def journal_entry(release: Release, run: RunInfo, event: str) -> dict[str, Any]:
    """What the journal is to say of a release: ``Entry`` of ``Add-JournalEntry``."""
    return {
        "event": event,
        "run": run.id,
        "who": run.who,
        "target": release.target.name,
        "site": release.target.site,
        "release": release.id,
        "manifest": release.manifest,
    }
