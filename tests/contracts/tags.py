"""``!secret`` in an inventory that a test writes."""

from typing import Any

import yaml


class Tag:
    """``!secret env:NAME``."""

    def __init__(self, reference: str) -> None:
        self.reference = reference


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(Tag, lambda dumper, tag: dumper.represent_scalar("!secret", tag.reference))
_Dumper.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]


def to_yaml(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False))
