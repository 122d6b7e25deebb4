"""A publish output: its files, its app, and what is wrong with it, before a byte is sent."""

from iisfleet.package.app import App
from iisfleet.package.archive import Archive, write_archive
from iisfleet.package.download import download
from iisfleet.package.findings import Finding, Severity
from iisfleet.package.manifest import Difference, FileEntry, Manifest
from iisfleet.package.package import Package, load_package
from iisfleet.package.paths import check_paths
from iisfleet.package.runtimeconfig import Framework

__all__ = [
    "App",
    "Archive",
    "Difference",
    "FileEntry",
    "Finding",
    "Framework",
    "Manifest",
    "Package",
    "Severity",
    "check_paths",
    "download",
    "load_package",
    "write_archive",
]
