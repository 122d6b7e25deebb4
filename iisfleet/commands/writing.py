"""What this machine refuses to store, as an error for whoever asked for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from iisfleet.errors import UsageError


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Raises UsageError with the file that could not be written."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "Check the rights and the space there, or work in another folder."
        raise UsageError(f"{error.filename or folder} cannot be written: {reason}", hint=hint) from error
