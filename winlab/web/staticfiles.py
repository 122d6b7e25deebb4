"""IIS's static file handler: it serves what no other handler takes, *.json of an app without web.config too."""

from pathlib import Path
from urllib.parse import unquote

from winlab.web.listener import Request, Response
from winlab.web.pages import IIS, iis_error

# applicationHost.config of IIS 10, staticContent; shortened
TYPES = {
    ".css": "text/css", ".htm": "text/html", ".html": "text/html", ".ico": "image/x-icon", ".jpg": "image/jpeg",
    ".js": "application/javascript", ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml",
    ".txt": "text/plain", ".xml": "text/xml", ".dll": "application/x-msdownload",
    ".exe": "application/octet-stream",    ".woff2": "font/woff2", ".zip": "application/x-zip-compressed",
}  # fmt: skip
DEFAULT_DOCUMENTS = ("Default.htm", "Default.asp", "index.htm", "index.html", "iisstart.htm")
# requestFiltering of IIS 10: hiddenSegments
HIDDEN = {"web.config", "bin", "app_code", "app_globalresources", "app_localresources", "app_webreferences", "app_data", "app_browsers"}  # fmt: skip # noqa: E501


def serve(folder: Path, relative: str, request: Request) -> Response:
    """A file below a folder for the part of the URL behind the application's path."""
    parts = [part for part in unquote(relative).split("/") if part]
    if ".." in parts or any("\\" in part or ":" in part for part in parts):
        return iis_error(404, 0)
    if HIDDEN & {part.lower() for part in parts}:
        return iis_error(404, 8, "The request filtering module is configured to deny a path that has a hiddenSegment.")
    if request.method not in ("GET", "HEAD"):
        return iis_error(405, 0)
    found = _default_document(find(folder, parts))
    return _answer(found)


def find(folder: Path, parts: list[str]) -> Path | None:
    """A file or folder by its parts, without regard to case; None if it is not there."""
    current = folder
    for part in parts:
        names = {entry.name.lower(): entry for entry in current.iterdir()} if current.is_dir() else {}
        entry = names.get(part.lower())
        if entry is None:
            return None
        current = entry
    return current


def _default_document(found: Path | None) -> Path | None:
    if found is None or not found.is_dir():
        return found
    return next((found / name for name in DEFAULT_DOCUMENTS if (found / name).is_file()), found)


def _answer(found: Path | None) -> Response:
    if found is None:
        return iis_error(404, 0, "The resource you are looking for has been removed, or is temporarily unavailable.")
    if found.is_dir():
        return iis_error(403, 14, "The Web server is configured to not list the contents of this directory.")
    kind = TYPES.get(found.suffix.lower())
    if kind is None:
        return iis_error(404, 3, "The extension has no MIME type.")
    return Response(200, "OK", (("Content-Type", kind), IIS), found.read_bytes())
