"""Brings content to a host: one archive of what is new or changed, in shards if it is large."""

import base64
import gzip
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from iisfleet.flows.look import Job, Look
from iisfleet.flows.outcomes import failed
from iisfleet.package import Manifest, Package
from iisfleet.remote.uploads import Shard
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import Release, RunInfo, Shipment, shard_parameters, target_parameters
from iisfleet.rollout.instructions import Instruction, Outcome, Pack, Parcel, Run, Upload

# An archive above this travels in commands of its own: a command may get 50 MB (psrp.md, Limits on the server).
INLINE_LIMIT = 20_000_000


@dataclass(frozen=True)
class Shipped:
    """The releases as they travel, and the archive that is still to go with the script, if any."""

    releases: tuple[Release, ...]
    inline: Path | None = None


def ship(job: Job, look: Look) -> Generator[Instruction, Any, Shipped | Outcome]:
    """Sends the archives that are too large to go with the script; the others wait in the result."""
    parcels = {}
    for release in look.releases:
        if not _complete(release, look):
            parcels[release.target.name] = yield from _parcel(job.packages[release.target.name], look, release)
    total = sum(parcel.size for parcel in parcels.values())
    inline = len(parcels) == 1 and total <= INLINE_LIMIT
    releases = tuple(_with_shipment(release, look, parcels.get(release.target.name), inline) for release in look.releases)
    if inline:
        return Shipped(releases, next(iter(parcels.values())).path)
    for release in releases:
        if release.target.name in parcels:
            failed = yield from _upload(job.run, release, look, parcels[release.target.name])
            if failed:
                return failed
    return Shipped(releases)


def _complete(release: Release, look: Look) -> bool:
    kept = look.served[release.target.name]["releases"] or []
    return any(one["id"] == release.id and one["manifest"] == release.manifest for one in kept)


def _parcel(package: Package, look: Look, release: Release) -> Generator[Instruction, Any, Parcel]:
    served = look.served[release.target.name]
    base: str | None = served["manifest"]
    parcel = yield Pack(package, base)
    if parcel is None:
        manifest = yield from _fetch(release, served["release"])
        parcel = yield Pack(package, manifest.sha256, manifest)
    return parcel  # type: ignore[no-any-return]


def _fetch(release: Release, served: str) -> Generator[Instruction, Any, Manifest]:
    script = render_script("manifest", ["starting"], {"folder": release.target.folder, "release": served})
    result = yield Run(script)
    packed = Look((), result).data("Get-ReleaseManifest")[0]["gzip"]
    return Manifest.parse(gzip.decompress(base64.b64decode(packed)).decode())


def _with_shipment(release: Release, look: Look, parcel: Parcel | None, inline: bool) -> Release:
    if parcel is None:
        return release
    served = look.served[release.target.name]
    base = served["release"] if served["manifest"] else None
    return replace(release, shipment=Shipment(base, parcel.removed, parcel.sha256, parcel.size, inline))


def _upload(
    run: RunInfo, release: Release, look: Look, parcel: Parcel
) -> Generator[Instruction, Any, Outcome | None]:
    def script_for(shard: Shard, sha256: str) -> Script:
        parameters = shard_parameters(release, shard.offset, shard.length, sha256)
        return render_script("upload", ["updating"], {"target": target_parameters(release, run), "shard": parameters})

    there = (look.served[release.target.name]["incoming"] or {}).get(f"{parcel.sha256}.zip", 0)
    result = yield Upload(parcel.path, there, script_for)
    return failed(result) if result.failed else None


def content_of(job: Job, look: Look) -> Generator[Instruction, Any, dict[str, Any]]:
    """By target: how many files a deploy would send, and how many bytes."""
    content: dict[str, Any] = {}
    for release in look.releases:
        if not _complete(release, look):
            parcel = yield from _parcel(job.packages[release.target.name], look, release)
            content[release.target.name] = {
                "added": parcel.added,
                "changed": parcel.changed,
                "removed": len(parcel.removed),
                "bytes": parcel.size,
            }
    return content
