"""What a run is, and the releases that it brings to a host."""

from dataclasses import dataclass

from iisfleet.inventory import Target
from iisfleet.package import FileEntry, Package
from iisfleet.rendering.filters import join_path


@dataclass(frozen=True)
class RunInfo:
    """Who deploys what, from where: what a lock and a journal say of a run."""

    id: str
    who: str
    controller: str
    process_id: int
    why: str = "deploy"


@dataclass(frozen=True)
class Shipment:
    """The content of one release that travels: one archive over the files of a base release that the host has.

    ``inline`` says that the archive is the pipeline input of the script that unpacks it; ``folder`` is where the
    host has put what it copied from a share instead.
    """

    base: str | None = None
    removed: tuple[str, ...] = ()
    archive_sha256: str | None = None
    size: int = 0
    inline: bool = False
    folder: str | None = None


@dataclass(frozen=True)
class Release:
    """The content that a target is to serve: a publish output, or a release that the host has kept.

    ``manifest`` is the hash of its manifest. ``bitness`` is 32 or 64; None leaves the pool as it is on the host.
    Without an id the content stays what it is: only settings count. ``size`` is that of all files; 0 if it is not
    known.
    """

    target: Target
    id: str
    manifest: str
    bitness: int | None = None
    sensitive: tuple[FileEntry, ...] = ()
    shipment: Shipment = Shipment()
    size: int = 0

    @classmethod
    def of(cls, target: Target, package: Package) -> "Release":
        """The release that a publish output becomes on a target."""
        return cls(
            target=target,
            id=package.release_id,
            manifest=package.manifest.sha256,
            bitness=package.app.bitness or 64,
            sensitive=package.sensitive_files,
            size=sum(entry.size for entry in package.manifest),
        )

    @classmethod
    def as_it_is(cls, target: Target) -> "Release":
        """Whatever the host serves there."""
        return cls(target, "", "")

    @property
    def folder(self) -> str:
        """Where the host keeps it."""
        return join_path(self.target.store, "releases", self.id)

    @property
    def physical_path(self) -> str | None:
        """What IIS serves it from: its own folder, or the one that its files are copied to; None: as it is."""
        return self.target.content or (self.folder if self.id else None)

    @property
    def archive(self) -> str | None:
        """Where the host collects the archive; named by its hash, so that a later run can go on with it."""
        sha256 = self.shipment.archive_sha256
        return join_path(self.target.store, "incoming", f"{sha256}.zip") if sha256 else None
