"""Downloads a package that the inventory names by URL and hash; what has the hash already is not fetched again."""

import base64
import hashlib
import os
import time
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from iisfleet.errors import PackageError
from iisfleet.package.hashing import CHUNK

MAX_BYTES: Final = 4 * 1024**3
SILENT_SECONDS: Final = 30
SECONDS: Final = 1800


def download(
    url: str, shown: str, sha256: str, folder: Path, *, seconds: float = SECONDS, max_bytes: int = MAX_BYTES
) -> Path:
    """The file with this hash (lower-case hex) in ``folder``, downloaded unless it is there.

    Proxies come from the environment (``HTTPS_PROXY``, ``NO_PROXY``). ``shown`` is what messages say of the URL, which
    may hold secrets. Raises PackageError: unreachable, refused, silent, too slow, too large, or another file.
    """
    file = folder / f"{sha256}.zip"
    if _has(file, sha256):
        return file
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{sha256}.{os.getpid()}.partial"
    try:
        with _opened(url, shown) as answer, partial.open("wb") as out:
            found = _copy(answer, out, shown, time.monotonic() + seconds, max_bytes)
        if found != sha256:
            hint = f"Its SHA-256 is {found}, expected {sha256}. Has somebody built it anew, or is it an error page?"
            raise PackageError(f"{shown} is another file than was named", hint=hint)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return file


def _has(file: Path, sha256: str) -> bool:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _opened(url: str, shown: str) -> HTTPResponse:
    try:
        return urlopen(_request(url), timeout=SILENT_SECONDS)  # type: ignore[no-any-return]  # noqa: S310
    except HTTPError as error:
        error.close()
        hint = "Does that address need a user, or has the build been deleted?"
        raise PackageError(f"{shown} cannot be downloaded: {error.code} {error.reason}", hint=hint) from None
    except (OSError, HTTPException, ValueError) as error:  # ValueError: a redirection to what is no URL
        raise _failure(shown, error) from None


def _request(url: str) -> Request:
    """User and password of the URL go into a header that no redirection carries on."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    request = Request(urlunsplit(parts._replace(netloc=host, fragment="")))  # noqa: S310 - http and https only
    if at:
        login = base64.b64encode(unquote(user).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {login}")
    return request


def _copy(answer: HTTPResponse, out: IO[bytes], shown: str, deadline: float, max_bytes: int) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        while chunk := answer.read1(CHUNK):  # what is there: a byte now and then must not fill a chunk first
            size += len(chunk)
            if size > max_bytes:
                raise PackageError(f"{shown} has more than {max_bytes:,} bytes", hint="No publish output has.")
            if time.monotonic() > deadline:
                hint = "Download it by other means, and name the file as the package."
                raise PackageError(f"{shown} came too slowly: {size:,} bytes so far", hint=hint)
            digest.update(chunk)
            out.write(chunk)
    except (OSError, HTTPException) as error:
        raise _failure(shown, error) from None
    return digest.hexdigest()


def _failure(shown: str, error: Exception) -> PackageError:
    cause = error.reason if isinstance(error, URLError) else error
    # Others repeat what they were given, which may hold secrets.
    said = str(cause) if isinstance(cause, OSError | str) else ""
    reason = getattr(cause, "strerror", None) or said or type(cause).__name__
    hint = "Is it reachable from this machine? Proxies come from the environment: HTTPS_PROXY, NO_PROXY."
    return PackageError(f"{shown} cannot be downloaded: {reason}", hint=hint)
