"""Which installers a task brings to which host; every file is found, and hashed once, before anything is connected."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from iisfleet.commands.preparing import Scope, select_hosts
from iisfleet.errors import ConfigError, Problem, UsageError
from iisfleet.flows.packages import Installer
from iisfleet.inventory import Host, HostPackage

_VERSION = re.compile(r"\d+\.\d+\.\d+")


def declared_installers(scope: Scope, bundle: Path | None) -> dict[str, tuple[Installer, ...]]:
    """By host: what its inventory declares, in the order of installation; ``bundle`` replaces every hosting bundle.

    Raises ConfigError for hosts that declare nothing and for files that are not there, all of them at once; UsageError
    for a ``bundle`` that is not there or whose name does not tell its version.
    """
    inventory = select_hosts(scope)
    given = given_bundle(bundle) if bundle else None
    problems = [problem for host in inventory.hosts for problem in _problems(inventory.source, host, given)]
    if problems:
        raise ConfigError(list(dict.fromkeys(problems)))
    return {host.name: tuple(_of_host(host, given)) for host in inventory.hosts}


def given_bundle(path: Path) -> Installer:
    """The installer that the command names. Raises UsageError."""
    version = _VERSION.search(path.name)
    hint = "name the file as it was downloaded: dotnet-hosting-<version>-win.exe"
    if not path.is_file():
        raise UsageError(f"{path} is not there", hint="--installer takes a file of this machine")
    if version is None:
        raise UsageError(f"{path.name} does not tell its version", hint=hint)
    return Installer("hosting-bundle", version[0], path, _sha256(path))


def _problems(source: Path, host: Host, given: Installer | None) -> Iterator[Problem]:
    wanted = dict(_wanted(host, given))
    if not wanted and not given:
        hint = "write packages: {hosting_bundle: {installer: ...}}, or give --installer FILE"
        yield Problem(source, f"{host.name} declares no installer", key=f"hosts.{host.name}", hint=hint)
    for kind, package in wanted.items():
        if isinstance(package.installer, Path) and not package.installer.is_file():
            hint = f"download it, or correct packages.{kind.replace('-', '_')}.installer"
            yield Problem(source, f"the installer of {kind} is not there: {package.installer}", hint=hint)


def _of_host(host: Host, given: Installer | None) -> Iterator[Installer]:
    wanted = dict(_wanted(host, given))
    for kind in ("vc-redist", "hosting-bundle", "web-deploy"):  # the bundle may need the first
        if kind == "hosting-bundle" and given:
            yield given
        elif kind in wanted:
            yield _installer(kind, wanted[kind])


def _wanted(host: Host, given: Installer | None) -> Iterator[tuple[str, HostPackage]]:
    declared = {"vc-redist": host.packages.vc_redist, "web-deploy": host.packages.web_deploy}
    if not given:
        declared["hosting-bundle"] = host.packages.hosting_bundle
    return ((kind, package) for kind, package in declared.items() if package)


def _installer(kind: str, package: HostPackage) -> Installer:
    return Installer(kind, package.version, package.installer, package.digest(), package.arguments, package.timeout)


@cache
def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
