"""The declarations of pools, certificates, sites and applications as the parameters of the steps that set them."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from iisfleet.inventory import Binding, Certificate, Check, Pool, Site, Target
from iisfleet.rendering.filters import identity_trustee, pool_sid
from iisfleet.rendering.keys import profile_settings
from iisfleet.rendering.release import Release, RunInfo

_ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - http.sys' name for a certificate that any address serves
_LOOPBACK = "127.0.0.1"
_OF_URLS = "%/:?#[]@!$&'()*+,;=~"  # what a person writes in a URL on purpose; a request line holds ASCII only


def account(pool: Pool) -> str | None:
    """The account that only the host can resolve; None where the SID is known here."""
    return pool.user_name if identity_trustee(pool) is None else None


def pool_settings(target: Target, release: Release) -> dict[str, Any]:
    pool, recycling = target.pool, target.pool.recycling
    bitness = pool.bitness or release.bitness
    return {
        "Name": pool.name,
        "Identity": pool.identity_type,
        "UserName": pool.user_name,
        "Password": pool.password,
        "Enable32Bit": bitness and bitness == 32,
        "StartMode": pool.start_mode,
        "AutoStart": _starts(target.undeclared),
        "IdleTimeoutMinutes": pool.idle_timeout,
        "RecycleMinutes": recycling and recycling.minutes,
        "RecycleSchedule": recycling and recycling.schedule,
        "RecycleRequests": recycling and recycling.requests,
        "RecyclePrivateMemoryKb": recycling and recycling.private_memory_kb,
        **profile_settings(target),
        "QueueLength": pool.queue_length,
        "Environment": dict(target.env),
        "Merge": target.undeclared == "merge",
    }


def _starts(undeclared: str) -> bool | None:
    """With the service; what is merged starts as it did."""
    return True if undeclared == "exact" else None


def certificates_of(site: Site) -> list[dict[str, Any]]:
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
            "PoolSid": pool_sid(site.pool.name) if _reads_keys(site) else None,
        },
    }


def _reads_keys(site: Site) -> bool:
    """Whether the pool gets to read the private key; merged into what is there, access stays as it is."""
    return site.pool.identity_type == "ApplicationPoolIdentity" and site.undeclared == "exact"


def site_settings(site: Site, releases: Mapping[str, Release], run: RunInfo, restarting: bool) -> dict[str, Any]:
    root = releases[site.name]
    applications = [releases[target.name] for target in site.targets if target.application != "/"]
    return {
        "name": site.name,
        "pools": [target.pool.name for target in site.targets],
        "start_timeout": site.start_timeout,
        "settings": {
            "Name": site.name,
            "PhysicalPath": root.physical_path,
            "Pool": site.pool.name,
            "Preload": site.preload,
            "AutoStart": _starts(site.undeclared),
            "Bindings": [_binding(binding) for binding in site.bindings],
            "Merge": site.undeclared == "merge",
        },
        "applications": [_application(release) for release in applications],
        "authentication": _authentication(site),
        "health": {**_health(site, run), "ExpectNewWorker": restarting},
        "hidden": {"Site": site.name, **_endpoint(probed(site)), "Files": _hidden_files(root, applications)},
    }


def _binding(binding: Binding) -> dict[str, Any]:
    return {"Protocol": binding.protocol, "Information": binding.information, "SslFlags": binding.ssl_flags}


def _application(release: Release) -> dict[str, Any]:
    target = release.target
    return {
        "Site": target.site,
        "Path": target.application,
        "PhysicalPath": release.physical_path,
        "Pool": target.pool.name,
        "Preload": target.preload,
    }


def _authentication(site: Site) -> dict[str, Any] | None:
    if site.authentication is None:
        return None
    wanted = site.authentication
    return {"Site": site.name, "Anonymous": wanted.anonymous, "Windows": wanted.windows, "Basic": wanted.basic}


def probed(site: Site) -> Binding:
    """Where the health gate asks."""
    return site.bindings[site.health.binding or 0]


def endpoint_of(protocol: str, address: str, port: int, host: str) -> dict[str, Any]:
    """Where a request from the host itself reaches a binding; the host name goes into the Host header."""
    return {"Protocol": protocol, "Address": _LOOPBACK if address == "*" else address, "Port": port, "HostName": host}


def _endpoint(binding: Binding) -> dict[str, Any]:
    return endpoint_of(binding.protocol, binding.address, binding.port, binding.host)


def _health(site: Site, run: RunInfo) -> dict[str, Any]:
    health = site.health
    return {
        "Site": site.name,
        "Pool": site.pool.name,
        "Run": run.id,
        "Checks": [_check(check, probed(site)) for check in health.checks],
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
