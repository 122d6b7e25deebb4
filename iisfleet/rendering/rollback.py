"""What the playbook ``deploy`` is told by a rollback: releases that the host has kept, with the settings they had."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from iisfleet.inventory import Host, Site, Target
from iisfleet.rendering.declarations import certificates_of, endpoint_of, probed
from iisfleet.rendering.deployment import DeployOptions, deploy_context
from iisfleet.rendering.release import Release, RunInfo


@dataclass(frozen=True)
class Return:
    """A kept release that a content goes back to.

    ``pool`` is the pool of the settings that the host has saved with it; None: it has saved none, and those of the
    inventory are used. ``bindings``: what its site then listens on, as in ``http *:80:shop 0``.
    """

    release: Release
    pool: str | None = None
    bindings: tuple[str, ...] = ()

    @property
    def target(self) -> Target:
        return self.release.target


def rollback_context(host: Host, returns: Iterable[Return], run: RunInfo, how: DeployOptions) -> dict[str, Any]:
    """The variables of ``templates/deploy.ps1.j2``; contents that go nowhere are left out."""
    back = {one.target.name: one for one in returns}
    # Those of other contents are only there to be taken out again.
    releases = [back[one.name].release if one.name in back else Release(one, "", "") for one in host.targets]
    context = deploy_context(host, releases, run, how)
    ours = {one.target.pool.name for one in back.values() if one.pool is None}
    targets = [_target(part, back[part["name"]]) for part in context["targets"] if part["name"] in back]
    sites = {site.name: site for site in host.sites}
    moving = [part for part in context["sites"] if any(one.name in back for one in sites[part["name"]].targets)]
    by_inventory = [site for site in host.sites if site.name in back and back[site.name].pool is None]
    pools = [pool for pool in context["pools"] if pool["Name"] in ours]
    parts = [_site(part, sites[part["name"]], back) for part in moving]
    return {
        **context,
        "targets": targets,
        "inplace": any(part["inplace"] for part in targets),
        "kept": [_proof(one.release) for one in back.values()],
        "pools": pools,
        "pool_names": list(dict.fromkeys(name for part in parts for name in part["pools"])),
        "settings": _settings(back.values()),
        "certificates": [entry for site in by_inventory for entry in certificates_of(site)],
        "auto_gen_keys": context["auto_gen_keys"] if pools else [],
        "sites": parts,
    }


def _proof(release: Release) -> dict[str, Any]:
    """The parameters of ``Assert-Release``: it has lain on the host since, and nobody has looked at its files."""
    place = {"Target": release.target.name, "Path": release.target.store}
    return {**place, "Release": release.id, "ManifestSha256": release.manifest}


def _target(part: Mapping[str, Any], back: Return) -> dict[str, Any]:
    """Saved settings have an access list, too: the one for today's pool is not set before."""
    live = part["live_folder"] if back.pool is None else {**part["live_folder"], "KeepAccess": True}
    return {**part, "live_folder": live, "saved": {**part["saved"], "Pool": back.pool or part["saved"]["Pool"]}}


def _site(part: Mapping[str, Any], site: Site, back: Mapping[str, Return]) -> dict[str, Any]:
    by_inventory = {name for name, one in back.items() if one.pool is None}
    root = site.name in by_inventory
    endpoint = _endpoint(site, back.get(site.name))
    checks = [_through(check, endpoint) for check in part["health"]["Checks"]]
    return {
        **part,
        "pools": list(dict.fromkeys(_pool(one, back) for one in site.targets if one.name in back)),
        "settings": part["settings"] if root else None,
        "applications": [one for one in part["applications"] if f"{site.name}{one['Path']}" in by_inventory],
        "authentication": part["authentication"] if root else None,
        "health": {**part["health"], "Pool": _pool(site.targets[0], back), "Checks": checks},
        "hidden": _through(part["hidden"], endpoint),
    }


def _endpoint(site: Site, back: Return | None) -> dict[str, Any]:
    """Where the site answers then, if it does not where the inventory says: in the words of a check."""
    saved = [name.split(" ")[:2] for name in (back.bindings if back else ()) if name.startswith(("http ", "https "))]
    wanted = probed(site)
    if not saved or [wanted.protocol, wanted.information] in saved:
        return {}
    protocol, information = saved[0]
    address, port, name = information.rsplit(":", 2)
    return endpoint_of(protocol, address.strip("[]"), int(port), name)


def _through(check: Mapping[str, Any], endpoint: Mapping[str, Any]) -> dict[str, Any]:
    return {**check, **endpoint}


def _pool(target: Target, back: Mapping[str, Return]) -> str:
    one = back.get(target.name)
    return (one.pool if one else None) or target.pool.name


def _settings(returns: Iterable[Return]) -> list[dict[str, Any]]:
    """The parameters of ``Set-ReleaseSettings``; a pool that contents share is set once."""
    found, seen = [], set[str]()
    for one in returns:
        if one.pool is None:
            continue
        pool = None if one.pool.casefold() in seen else one.pool
        seen.add(one.pool.casefold())
        place = {"Target": one.target.name, "Site": one.target.site, "Application": one.target.application}
        found.append({**place, "Pool": pool, "Release": one.release.id, "PhysicalPath": one.release.physical_path})
    return found
