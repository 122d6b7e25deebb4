"""The second net under secrets: text that holds the value of one is masked before it leaves the program.

The first net is ``inventory.Secret``, which never shows its value.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from iisfleet.inventory import Secret
from iisfleet.inventory.secret import MASK

# A shorter value would mask letters of ordinary words.
_SHORTEST = 4


def redactor(secrets: Iterable[Secret]) -> Callable[[Any], Any]:
    """A function that masks the values of these secrets in text, however deep in lists and mappings."""
    revealed = (secret.reveal() for secret in secrets)
    forms = {form for value in revealed if len(value) >= _SHORTEST for form in _forms(value)}
    values = sorted(forms, key=len, reverse=True)

    def redact(item: Any) -> Any:
        match item:
            case str():
                for value in values:
                    item = item.replace(value, MASK)
                return item
            case dict():
                return {redact(key): redact(value) for key, value in item.items()}
            case list() | tuple():
                return [redact(value) for value in item]
        return item

    return redact


def _forms(value: str) -> Iterator[str]:
    """As programs, servers and exceptions quote it: plain, in JSON, as a literal of Python, with Windows' line ends."""
    yield value
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield repr(value)[1:-1]
    lines = value.replace("\r\n", "\n")
    yield lines
    yield lines.replace("\n", "\r\n")
