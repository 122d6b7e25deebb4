"""The name that a person may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint such as ``did you mean 'port'?``; else the names there are; None without any."""
    names = sorted(known)
    by_fold = {n.casefold(): n for n in names}
    near = get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{by_fold[near[0]]}'?"
    return f"known: {', '.join(names[:20])}{', ...' if len(names) > 20 else ''}" if names else None
