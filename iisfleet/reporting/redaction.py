"""The second net under secrets: text that holds the value of one is masked before it leaves the program.

The first net is ``inventory.Secret``, which never shows its value.
"""

from collections.abc import Callable, Iterable
from typing import Any

from iisfleet.inventory import Secret
from iisfleet.inventory.secret import MASK, quoted_forms

# A shorter value would mask letters of ordinary words.
_SHORTEST = 4


def redactor(secrets: Iterable[Secret]) -> Callable[[Any], Any]:
    """A function that masks the values of these secrets in text, however deep in lists and mappings."""
    revealed = (secret.reveal() for secret in secrets)
    forms = {form for value in revealed if len(value) >= _SHORTEST for form in quoted_forms(value)}
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
