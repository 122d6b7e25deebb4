"""What a look at a publish output found, in the words for the person who mends it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One finding: an error stops a deploy, a warning is printed, a note is for the curious.

    ``code`` is stable and explained in docs/package-checks.md; ``file`` is a path within the package; ``line``
    counts from 1.
    """

    severity: Severity
    code: str
    sentence: str
    remedy: str
    file: str | None = None
    line: int | None = None


def shortened(names: list[str], most: int = 5) -> str:
    """The first few names, and how many more there are: a sentence stays readable with 300 missing files."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
