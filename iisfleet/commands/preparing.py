"""From the words typed to hosts and packages, or to every reason why not; nothing is connected here."""

import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from iisfleet.commands.home import HOME, keep_from_git
from iisfleet.commands.writing import writing_to
from iisfleet.errors import ConfigError, PackageError, Problem, UsageError
from iisfleet.inventory import (
    Host,
    Inventory,
    PackageUrl,
    Secret,
    find_inventory,
    load_inventory,
    read_package_path,
    resolve_secrets,
    secrets_of,
)
from iisfleet.inventory.rollout import Amount
from iisfleet.lab import Lab, LabFailed, lab_status, start_lab
from iisfleet.package import Package, download, load_package
from iisfleet.reporting.findings import finding_lines


@dataclass(frozen=True)
class Scope:
    """Which hosts a task is for, and how its result is told."""

    env: str
    limit: str | None = None
    folder: Path = Path("inventories")
    batch: Amount | None = None
    parallel: int = 20
    as_json: bool = False


@dataclass(frozen=True)
class Fleet:
    """The hosts of a task, with every secret at hand, and the lab that emulates them, if they are the lab's."""

    inventory: Inventory
    lab: Lab | None = None

    @property
    def hosts(self) -> tuple[Host, ...]:
        return self.inventory.hosts

    @property
    def secrets(self) -> list[Secret]:
        """Every secret of these hosts: what no output may show."""
        return [secret for host in self.hosts for secret in secrets_of(host)]


def select_hosts(scope: Scope) -> Inventory:
    """The declared hosts that a task is for; their secrets stay references. Raises ConfigError."""
    return load_inventory(find_inventory(scope.env, scope.folder)).select(scope.limit)


def every_host(scope: Scope) -> tuple[Host, ...]:
    """The hosts of the whole environment, whatever the task is limited to: where else a site is served."""
    return load_inventory(find_inventory(scope.env, scope.folder)).hosts


def open_fleet(scope: Scope) -> Fleet:
    """The hosts that a task is for with their secrets; starts the lab if they are the lab's.

    Raises ConfigError, LabFailed.
    """
    declared = select_hosts(scope)
    if not declared.lab:
        return Fleet(resolve_secrets(declared))
    hosts = [host.name for host in load_inventory(declared.source).hosts]
    lab = _lab_of(declared) or start_lab(hosts)
    print(f"lab: {lab.engine} engine ({lab.why}); it goes on until invoke lab.down", file=sys.stderr)
    inventory = load_inventory(declared.source, overlay=lab.overlay([name for name in hosts if name in lab.hosts]))
    return Fleet(resolve_secrets(inventory.select(scope.limit)), lab)


def _lab_of(declared: Inventory) -> Lab | None:
    """The lab that runs, if it has the hosts of a task, whichever others of the inventory it lacks."""
    try:
        lab = lab_status()
    except LabFailed:
        return None
    return lab if all(host.name in lab.hosts for host in declared.hosts) else None


def given_package(text: str, sha256: str) -> Path | PackageUrl | None:
    """The package that a command names: a folder or a zip, or a URL with its hash. Raises UsageError."""
    is_url = text.casefold().startswith(("http://", "https://"))
    if sha256 and not is_url:
        raise UsageError("--sha256 is for a package that is downloaded", hint="--package https://... --sha256 HEX")
    if not text:
        return None
    try:
        return PackageUrl(url=text, sha256=sha256) if is_url else read_package_path(text)
    except ValidationError as error:
        first = error.errors()[0]
        if first["loc"][0] == "sha256":
            told = first.get("ctx", {})
            sentence = f"--sha256 {told['sentence']}" if sha256 else "--package is a URL without its hash"
            raise UsageError(sentence, hint=told["hint"] if sha256 else "--sha256 HEX, of the zip") from None
        raise UsageError("--package is not a URL that can be downloaded", hint="--package https://...") from None
    except PydanticCustomError as error:
        context = error.context or {}
        raise UsageError(f"--package {context['sentence']}", hint=context["hint"]) from None


def load_packages(
    inventory: Inventory, override: Path | PackageUrl | None, *, partly: bool = False
) -> dict[str, Package]:
    """By target name: the package of every target. Each folder is read once, each URL is downloaded once.

    ``partly``: targets may be without one; then only their settings count. Raises ConfigError for a target without
    one, PackageError for packages that cannot be had or read or have errors: each time all of them at once.
    """
    wanted = _wanted_packages(inventory, override, partly)
    loaded, problems = dict[Path | PackageUrl, Package](), list[str]()
    for source in dict.fromkeys(wanted.values()):
        try:
            loaded[source] = load_package(at_hand(source))
        except PackageError as error:
            whose = [name for name, one in wanted.items() if one == source and source != override]
            problems.append(f"{inventory.source}: {', '.join(whose)}: {error}" if whose else str(error))
    problems += [line for package in loaded.values() if package.errors for line in finding_lines(package)]
    if problems:
        raise PackageError("\n".join(problems))
    return {name: loaded[source] for name, source in wanted.items()}


def at_hand(source: Path | PackageUrl) -> Path:
    """Where a package lies on this machine, downloaded if need be. Raises PackageError."""
    if isinstance(source, Path):
        return source
    downloads = HOME / "cache" / "downloads"
    with writing_to(downloads):
        keep_from_git()
        return download(source.url, source.shown, source.sha256, downloads)


def _wanted_packages(
    inventory: Inventory, override: Path | PackageUrl | None, partly: bool
) -> dict[str, Path | PackageUrl]:
    wanted = {target.name: target.package for host in inventory.hosts for target in host.targets}
    if override and len(wanted) > 1:
        raise UsageError(
            f"--package names one package, but this environment has {len(wanted)} targets: {', '.join(wanted)}",
            hint="Write package: at each site of the inventory instead, or narrow it with --limit.",
        )
    sources = {name: override or package for name, package in wanted.items()}
    missing = [name for name, source in sources.items() if source is None]
    if missing and not partly:
        hint = "write package: at the site, or give --package DIR"
        raise ConfigError([Problem(inventory.source, f"{name} has no package", hint=hint) for name in missing])
    return {name: source for name, source in sources.items() if source is not None}
