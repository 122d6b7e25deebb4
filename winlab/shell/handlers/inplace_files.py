"""Files of a content folder: web.config in one step, deletion with the folders that are empty then."""

from collections.abc import Iterable

from winlab.shell.handlers.release_folders import windows_name
from winlab.windows.errors import SharingViolation
from winlab.windows.filesystem import FileSystem
from winlab.windows.jsonfile import write_atomically

CONFIG = "web.config"


def install_config(fs: FileSystem, source: str, folder: str) -> None:
    """Install-WebConfig: never missing, never half."""
    place, content = windows_name(folder, CONFIG), fs.read(source)
    if fs.exists(place) and fs.read(place) == content:
        return
    if fs.is_locked(place):
        raise SharingViolation(f"the process cannot access the file '{place}'")
    fs.charge(place[0], len(content))
    write_atomically(fs.path(place), content)


def delete_files(fs: FileSystem, folder: str, names: Iterable[str]) -> None:
    """Remove-ContentFile."""
    above = set()
    for name in names:
        fs.remove(windows_name(folder, name))
        parts = name.split("/")
        above |= {"/".join(parts[:depth]) for depth in range(1, len(parts))}
    for name in sorted(above, key=len, reverse=True):
        delete_empty(fs, windows_name(folder, name))


def delete_empty(fs: FileSystem, folder: str) -> None:
    """Remove-EmptyFolder."""
    if fs.is_folder(folder) and not fs.is_reparse_point(folder) and not fs.names(folder):
        fs.remove(folder)
