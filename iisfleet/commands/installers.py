"""Which installers a task brings to which host; every file is found, and hashed once, before anything is connected."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from iisfleet.commands.preparing import Scope, select_hosts
from iisfleet.errors import ConfigError, Problem, UsageError
from iisfleet.flows.packages import Installer
from iisfleet.inventory import Host, HostingBundle, HostPackage


def declared_installers(scope: Scope, bundle: Path | None) -> dict[str, tuple[Installer, ...]]:
    """By host: what its inventory declares, in the order of installation.

    ``bundle`` is the file of every hosting bundle instead; what the inventory says of options and time counts for it.
    Raises ConfigError for hosts that declare nothing and for files that are not there, all of them at once; UsageError
    for a ``bundle`` that is not there or whose name does not tell its version.
    """
    inventory = select_hosts(scope)
    given = _bundle(bundle) if bundle else None
    wanted = {host.name: _wanted(host, given) for host in inventory.hosts}
    problems = [problem for name, of_host in wanted.items() for problem in _problems(inventory.source, name, of_host)]
    if problems:
        raise ConfigError(list(dict.fromkeys(problems)))
    return {name: tuple(_installer(*one) for one in of_host.items()) for name, of_host in wanted.items()}


def given_bundle(path: Path) -> Installer:
    """The installer that the command names. Raises UsageError."""
    return _installer("hosting-bundle", _bundle(path))


def _bundle(path: Path) -> HostingBundle:
    if not path.is_file():
        raise UsageError(f"{path} is not there", hint="--installer takes a file of this machine")
    try:
        return HostingBundle.model_validate({"installer": path})
    except ValidationError:
        hint = "name the file as it was downloaded: dotnet-hosting-<version>-win.exe"
        raise UsageError(f"{path.name} does not tell its version", hint=hint) from None


def _wanted(host: Host, given: HostingBundle | None) -> Mapping[str, HostPackage]:
    """In the order of installation: the bundle may need the first."""
    bundle = host.packages.hosting_bundle
    if given:
        bundle = given.model_copy(update={"options": bundle.options, "timeout": bundle.timeout}) if bundle else given
    every = {"vc-redist": host.packages.vc_redist, "hosting-bundle": bundle, "web-deploy": host.packages.web_deploy}
    return {kind: package for kind, package in every.items() if package}


def _problems(source: Path, host: str, wanted: Mapping[str, HostPackage]) -> Iterator[Problem]:
    if not wanted:
        hint = "write packages: {hosting_bundle: {installer: ...}}, or give --installer FILE"
        yield Problem(source, f"{host} declares no installer", key=f"hosts.{host}", hint=hint)
    for kind, package in wanted.items():
        if isinstance(package.installer, Path) and not package.installer.is_file():
            hint = f"download it, or correct packages.{kind.replace('-', '_')}.installer"
            yield Problem(source, f"the installer of {kind} is not there: {package.installer}", hint=hint)


def _installer(kind: str, package: HostPackage) -> Installer:
    return Installer(kind, package.version, package.installer, package.digest(), package.arguments, package.timeout)
