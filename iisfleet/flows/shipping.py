"""Brings content to a host: one archive of what is new or changed, in shards if it is large."""

import base64
import gzip
from collections.abc import Container, Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from iisfleet.flows.look import Job, Look
from iisfleet.flows.outcomes import changes, failed
from iisfleet.flows.sharing import Fetched, fetch
from iisfleet.inventory import Host
from iisfleet.package import Manifest, Package
from iisfleet.remote.uploads import Shard
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import shard_parameters, target_parameters
from iisfleet.rendering.filters import upload_path
from iisfleet.rendering.release import Release, RunInfo, Shipment
from iisfleet.results import Change
from iisfleet.rollout.instructions import Instruction, Outcome, Pack, Parcel, Run, Upload

# An archive above this travels in commands of its own: a command may get 50 MB (psrp.md, Limits on the server).
INLINE_LIMIT = 20_000_000
Parcels = Mapping[str, Parcel]


@dataclass(frozen=True)
class Shipped:
    """The releases as they travel, the archive that is still to go with the script, and what sending has changed."""

    releases: tuple[Release, ...]
    inline: Path | None = None
    changes: tuple[Change, ...] = ()


def pack(job: Job, look: Look) -> Generator[Instruction, Any, Parcels | Outcome]:
    """By target: the archives of what the host lacks."""
    parcels: dict[str, Parcel] = {}
    for release in look.lacking:
        parcel = yield from _parcel(job.packages[release.target.name], look, release)
        if isinstance(parcel, Outcome):
            return parcel
        parcels[release.target.name] = parcel
    return parcels


def ship(host: Host, job: Job, look: Look, parcels: Parcels) -> Generator[Instruction, Any, Shipped | Outcome]:
    """Sends the archives that cannot go with the script that unpacks them: large ones, or several.

    What lies on a share is copied by the host.
    """
    archives = {name: (parcel, parcel.path) for name, parcel in parcels.items() if parcel.path}
    small = [path for parcel, path in archives.values() if parcel.size <= INLINE_LIMIT]
    inline = small[0] if len(archives) == len(small) == 1 else None
    releases = tuple(_with_shipment(release, look, parcels, bool(inline)) for release in look.releases)
    made: list[Change] = []
    for release in releases:
        if release.target.name in archives and not inline:
            result = yield _upload(job.run, release, look, *archives[release.target.name])
            if result.failed:
                return failed(result)
            made += changes(result.steps)
    fetched = yield from fetch(host, job, look, parcels)
    if isinstance(fetched, Outcome):
        return fetched
    return Shipped(_from_shares(releases, fetched), inline, (*made, *fetched.changes))


def _from_shares(releases: tuple[Release, ...], fetched: Fetched) -> tuple[Release, ...]:
    return tuple(
        replace(one, shipment=replace(one.shipment, folder=fetched.folders.get(one.target.name))) for one in releases
    )


def content_of(parcels: Parcels, staying: Container[str] = ()) -> dict[str, dict[str, int]]:
    """By target: how many files and bytes a deploy would send, or (``sent`` is false) the host copy from a share.

    ``staying``: the targets whose files stay although the package lacks them.
    """
    return {
        target: {
            "added": parcel.added,
            "changed": parcel.changed,
            "removed": 0 if target in staying else len(parcel.removed),
            "bytes": parcel.size,
            "sent": parcel.path is not None,
        }
        for target, parcel in parcels.items()
    }


def _parcel(package: Package, look: Look, release: Release) -> Generator[Instruction, Any, Parcel | Outcome]:
    base, sha256 = look.base_of(release)
    archived = release.target.share is None
    parcel: Parcel | None = yield Pack(package, sha256, archive=archived)
    if parcel is not None:
        return parcel
    result = yield Run(render_script("manifest", ["starting"], {"folder": release.target.store, "release": base}))
    if result.failed:
        return failed(result)
    packed = Look((), result).data("Get-ReleaseManifest")[0]["gzip"]
    manifest = Manifest.parse(gzip.decompress(base64.b64decode(packed)).decode())
    known: Parcel = yield Pack(package, manifest.sha256, manifest, archived)
    return known


def _with_shipment(release: Release, look: Look, parcels: Parcels, inline: bool) -> Release:
    parcel = parcels.get(release.target.name)
    if parcel is None:
        return release
    base, _ = look.base_of(release)
    if parcel.path is None:
        return replace(release, shipment=Shipment(base, parcel.removed))
    return replace(release, shipment=Shipment(base, parcel.removed, parcel.sha256, parcel.size, inline))


def _upload(run: RunInfo, release: Release, look: Look, parcel: Parcel, path: Path) -> Upload:
    def script_for(shard: Shard, sha256: str) -> Script:
        parameters = shard_parameters(release, shard.offset, shard.length, sha256)
        return render_script("upload", ["updating"], {"target": target_parameters(release, run), "shard": parameters})

    there = (look.served[release.target.name]["incoming"] or {}).get(f"{parcel.sha256}.zip", 0)
    return Upload(path, there, script_for)


def name_on_host(path: Path, sha256: str) -> str:
    """Where a host collects a file that belongs to no site (Open-HostUpload)."""
    return upload_path(sha256, path.suffix.lower())


def upload_file(path: Path, sha256: str, there: int) -> Upload:
    """Sends a file that belongs to no site, but for the first ``there`` bytes."""
    file = name_on_host(path, sha256)

    def script_for(shard: Shard, shard_sha256: str) -> Script:
        parameters = {"File": file, "Offset": shard.offset, "Length": shard.length, "Sha256": shard_sha256}
        name = file.rpartition("\\")[2]
        return render_script("host-upload", ["updating"], {"name_on_host": name, "shard": parameters})

    return Upload(path, there, script_for)
