"""What the playbook ``deploy`` is told: the declarations of one host as the parameters of its steps.

Paths on the host are computed here, once, so that no script has to put them together.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any
from urllib.parse import quote

from iisfleet.inventory import Binding, Certificate, Check, Host, Pool, Site, Target
from iisfleet.package import FileEntry, Package
from iisfleet.rendering.filters import identity_trustee, join_path, pool_sid
from iisfleet.rendering.keys import auto_gen_keys, key_fact, profile_settings

_ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - http.sys' name for a certificate that any address serves
_LOOPBACK = "127.0.0.1"
_OF_URLS = "%/:?#[]@!$&'()*+,;=~"  # what a person writes in a URL on purpose; a request line holds ASCII only


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

    ``inline`` says that the archive is the pipeline input of the script that unpacks it.
    """

    base: str | None = None
    removed: tuple[str, ...] = ()
    archive_sha256: str | None = None
    size: int = 0
    inline: bool = False


@dataclass(frozen=True)
class Release:
    """The content that a target is to serve: a publish output, or a release that the host has kept.

    ``manifest`` is the hash of its manifest. ``bitness`` is 32 or 64; None leaves the pool as it is on the host.
    """

    target: Target
    id: str
    manifest: str
    bitness: int | None = None
    sensitive: tuple[FileEntry, ...] = ()
    shipment: Shipment = Shipment()

    @classmethod
    def of(cls, target: Target, package: Package) -> "Release":
        """The release that a publish output becomes on a target."""
        return cls(
            target=target,
            id=package.release_id,
            manifest=package.manifest.sha256,
            bitness=package.app.bitness or 64,
            sensitive=package.sensitive_files,
        )

    @property
    def folder(self) -> str:
        return join_path(self.target.folder, "releases", self.id)

    @property
    def archive(self) -> str | None:
        """Where the host collects the archive; named by its hash, so that a later run can go on with it."""
        sha256 = self.shipment.archive_sha256
        return join_path(self.target.folder, "incoming", f"{sha256}.zip") if sha256 else None


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
        "pools": list({target.pool.name: _pool(target, by_target[target.name]) for target in host.targets}.values()),
        "certificates": [entry for site in host.sites for entry in _certificates(site)],
        "auto_gen_keys": auto_gen_keys(host),
        "key_fact": key_fact(host) if key_fact(host)["Pools"] else None,
        "sites": [_site(site, by_target, run, site.name in restarting) for site in host.sites],
    }


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
        "account": _account(target.pool),
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


def _account(pool: Pool) -> str | None:
    """The account that only the host can resolve; None where the SID is known here."""
    return pool.user_name if identity_trustee(pool) is None else None


def _pool(target: Target, release: Release) -> dict[str, Any]:
    pool, recycling = target.pool, target.pool.recycling
    bitness = pool.bitness or release.bitness
    return {
        "Name": pool.name,
        "Identity": pool.identity_type,
        "UserName": pool.user_name,
        "Password": pool.password,
        "Enable32Bit": bitness and bitness == 32,
        "StartMode": pool.start_mode,
        "AutoStart": True,
        "IdleTimeoutMinutes": pool.idle_timeout,
        "RecycleMinutes": recycling and recycling.minutes,
        "RecycleSchedule": recycling and recycling.schedule,
        "RecycleRequests": recycling and recycling.requests,
        "RecyclePrivateMemoryKb": recycling and recycling.private_memory_kb,
        **profile_settings(target),
        "QueueLength": pool.queue_length,
        "Environment": dict(target.env),
    }


def _certificates(site: Site) -> list[dict[str, Any]]:
    return [_certificate(site, binding, binding.certificate) for binding in site.bindings if binding.certificate]


def _certificate(site: Site, binding: Binding, certificate: Certificate) -> dict[str, Any]:
    address = _ALL_ADDRESSES if binding.address == "*" else binding.address
    holder = binding.host if binding.sni else address
    return {
        "key": f"{holder}:{binding.port}",
        "parameters": {
            "Address": address,
            "Port": binding.port,
            "HostName": binding.host,
            "Sni": binding.sni,
            "Thumbprint": certificate.thumbprint,
            "Subject": certificate.subject,
            "Store": certificate.store,
            "PoolSid": pool_sid(site.pool.name) if site.pool.identity_type == "ApplicationPoolIdentity" else None,
        },
    }


def _site(site: Site, releases: Mapping[str, Release], run: RunInfo, restarting: bool) -> dict[str, Any]:
    root = releases[site.name]
    applications = [releases[target.name] for target in site.targets if target.application != "/"]
    return {
        "name": site.name,
        "pools": [target.pool.name for target in site.targets],
        "start_timeout": site.start_timeout,
        "settings": {
            "Name": site.name,
            "PhysicalPath": root.folder,
            "Pool": site.pool.name,
            "Preload": site.preload,
            "AutoStart": True,
            "Bindings": [_binding(binding) for binding in site.bindings],
        },
        "applications": [_application(release) for release in applications],
        "authentication": _authentication(site),
        "health": {**_health(site, run), "ExpectNewWorker": restarting},
        "hidden": {"Site": site.name, **_endpoint(_probed(site)), "Files": _hidden_files(root, applications)},
    }


def _binding(binding: Binding) -> dict[str, Any]:
    return {"Protocol": binding.protocol, "Information": binding.information, "SslFlags": binding.ssl_flags}


def _application(release: Release) -> dict[str, Any]:
    target = release.target
    return {
        "Site": target.site,
        "Path": target.application,
        "PhysicalPath": release.folder,
        "Pool": target.pool.name,
        "Preload": target.preload,
    }


def _authentication(site: Site) -> dict[str, Any] | None:
    if site.authentication is None:
        return None
    wanted = site.authentication
    return {"Site": site.name, "Anonymous": wanted.anonymous, "Windows": wanted.windows, "Basic": wanted.basic}


def _probed(site: Site) -> Binding:
    return site.bindings[site.health.binding or 0]


def _endpoint(binding: Binding) -> dict[str, Any]:
    """Where a request from the host itself reaches the binding; the host name goes into the Host header."""
    address = _LOOPBACK if binding.address == "*" else binding.address
    return {"Protocol": binding.protocol, "Address": address, "Port": binding.port, "HostName": binding.host}


def _health(site: Site, run: RunInfo) -> dict[str, Any]:
    health = site.health
    return {
        "Site": site.name,
        "Pool": site.pool.name,
        "Run": run.id,
        "Checks": [_check(check, _probed(site)) for check in health.checks],
        "TimeoutSeconds": health.timeout,
        "IntervalSeconds": health.interval,
        "RequestSeconds": health.request_timeout,
    }


def _check(check: Check, binding: Binding) -> dict[str, Any]:
    return {
        **_endpoint(binding),
        "Path": quote(check.path, safe=_OF_URLS),
        "Status": check.status,
        "Body": check.body,
        "Header": check.header,
        "HeaderValue": check.header_value,
    }


def _hidden_files(root: Release, applications: Iterable[Release]) -> list[dict[str, str]]:
    prefixed = [("", root), *((release.target.application, release) for release in applications)]
    return [
        {"Url": quote(f"{prefix}/{file.path}"), "Sha256": file.sha256}
        for prefix, release in prefixed
        for file in release.sensitive
    ]
