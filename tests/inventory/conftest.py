"""An inventory in a temporary folder, and the problems it has."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from iisfleet.errors import ConfigError, Problem
from iisfleet.inventory import Inventory, load_inventory

Load = Callable[..., Inventory]
Find = Callable[..., list[Problem]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(text: str, **options: object) -> Inventory:
        path = tmp_path / "staging.yml"
        path.write_text(dedent(text), encoding="utf-8")
        return load_inventory(path, **options)  # type: ignore[arg-type]

    return load


@pytest.fixture
def find(load: Load) -> Find:
    """The problems of a text, as (line, key, sentence, hint) in Problem objects."""

    def find(text: str, **options: object) -> list[Problem]:
        with pytest.raises(ConfigError) as caught:
            load(text, **options)
        return list(caught.value.problems)

    return find


@pytest.fixture
def of_site(find: Find) -> Find:
    """The problems of a valid host to whose site Shop some lines are added (each at the site's level)."""

    def of_site(lines: str, bindings: str = "[{port: 80}]") -> list[Problem]:
        added = "".join(f"        {line}\n" for line in dedent(lines).strip().splitlines())
        return find(SITE.format(bindings=bindings) + added)

    return of_site


SITE = """\
hosts:
  web01:
    sites:
      Shop:
        path: C:\\inetpub\\shop
        bindings: {bindings}
"""
