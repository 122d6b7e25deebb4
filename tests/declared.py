"""Declared hosts and their packages, for tests of what is made of them."""

from functools import cache
from pathlib import Path

from iisfleet.inventory import Host, load_inventory
from iisfleet.package import Package, load_package
from iisfleet.rendering.release import Release, RunInfo

FOLDER = Path(__file__).parent / "fixtures" / "inventories"
RUN = RunInfo("20260102-030405-abcd", "ann@ctl", "ctl", 42)


@cache
def declared(name: str) -> Host:
    """``simple`` (site Hello) or ``full`` (site Shop with the application /api). Secrets stay references."""
    (host,) = load_inventory(FOLDER / f"{name}.yml").hosts
    return host


@cache
def package_of(path: Path) -> Package:
    return load_package(path)


def packages_for(host: Host) -> dict[str, Package]:
    return {target.name: package_of(target.package) for target in host.targets if isinstance(target.package, Path)}


def releases_for(host: Host) -> list[Release]:
    packages = packages_for(host)
    return [Release.of(target, packages[target.name]) for target in host.targets]
