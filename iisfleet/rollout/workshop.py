"""Makes archives and remembers manifests, once for all hosts of a run and for the runs to come.

Below ``.iisfleet/cache``: ``manifests/<sha256>.txt`` and ``archives/``. Everything there can be deleted while no run
is under way: a manifest that is missing is fetched from the host, an archive is made again.
"""

import tempfile
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from threading import Lock

from iisfleet.package import Manifest, Package, write_archive
from iisfleet.rollout.instructions import Pack, Parcel

_EMPTY = Manifest(())


class Workshop:
    """Answers Pack; safe to use from many threads. The archives live as long as the run: ``close`` removes them."""

    def __init__(self, cache: Path) -> None:
        self._manifests = cache / "manifests"
        cache.mkdir(parents=True, exist_ok=True)
        self._archives = tempfile.TemporaryDirectory(prefix="archives-", dir=cache)
        self._locks: defaultdict[tuple[str, str | None, bool], Lock] = defaultdict(Lock)
        self._guard = Lock()
        self._parcels: dict[tuple[str, str | None, bool], Parcel] = {}

    def pack(self, order: Pack) -> Parcel | None:
        """The parcel that turns the base into the package; None if nobody here knows the base's manifest."""
        key = (order.package.manifest.sha256, order.base, order.archive)
        with self._guard:
            lock = self._locks[key]
        with lock:
            if key not in self._parcels:
                base = order.manifest or self._known(order.base)
                if base is None:
                    return None
                for manifest in (order.package.manifest, order.manifest):
                    if manifest is not None:
                        self._remember(manifest)
                self._parcels[key] = self._make(order.package, base, archived=order.archive)
            return self._parcels[key]

    def _remember(self, manifest: Manifest) -> None:
        """Keeps a manifest, so that a host which answers with its hash, now or in a later run, need not send it."""
        if self._known(manifest.sha256) is not None:
            return
        file = self._manifest_file(manifest.sha256)
        with suppress(OSError):  # a cache that cannot be kept costs a question to the host, no deploy
            file.parent.mkdir(parents=True, exist_ok=True)
            # Written beside the archives: what is not whole goes with them.
            with tempfile.NamedTemporaryFile(
                "w", dir=self._archives.name, encoding="utf-8", newline="", delete=False
            ) as text:
                text.write(manifest.text)
            Path(text.name).replace(file)

    def close(self) -> None:
        """Removes the archives of this run."""
        self._archives.cleanup()

    def _known(self, sha256: str | None) -> Manifest | None:
        if sha256 is None:
            return _EMPTY
        try:
            with self._manifest_file(sha256).open(encoding="utf-8", newline="") as text:
                manifest = Manifest.parse(text.read())
        except (OSError, ValueError):
            return None
        return manifest if manifest.sha256 == sha256 else None

    def _manifest_file(self, sha256: str) -> Path:
        return self._manifests / f"{sha256}.txt"

    def _make(self, package: Package, base: Manifest, *, archived: bool) -> Parcel:
        difference = package.manifest.difference(base)
        name = f"{package.manifest.sha256[:16]}-{base.sha256[:16]}.zip"
        target = Path(self._archives.name) / name
        archive = write_archive(package, difference.to_send, target) if archived else None
        return Parcel(
            path=archive.path if archive else None,
            sha256=archive.sha256 if archive else "",
            size=archive.size if archive else sum(entry.size for entry in difference.to_send),
            added=len(difference.added),
            changed=len(difference.changed),
            removed=tuple(entry.path for entry in difference.removed),
            files=difference.to_send,
        )
