"""Whatever a file holds: an Inventory or a ConfigError, never anything else; and fast."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from iisfleet.errors import ConfigError
from iisfleet.inventory import load_inventory
from tests.inventory.conftest import Load

WORDS = (
    "environment lab defaults groups hosts connection sites web01 web Shop path bindings pool env health checks "
    "applications /api folder name identity password certificate host port protocol body recycling schedule "
    "status package authentication publish proxy validate_certificate auth ssl read_timeout shared_pool binding "
    "setup features registry services packages hosting_bundle caches drain data_protection data_protection_policy"
)
KEYS = st.one_of(st.sampled_from(WORDS.split()), st.text(max_size=4))
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6),
    st.sampled_from(["C:\\a\\b", "web", "ntlm", "https", "CORP\\x", "2020-01-01", "*", "/", "200"]),
)  # fmt: skip
TREES = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=25
)
WHITE = ["\n", "\n  ", "\n    ", "\t", "\x85", "\ufeff", "\x00", "\ud7ff"]
MARKS = [
    ": ",
    ":",
    "- ",
    "? ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "| ",
    ">",
    "'",
    '"',
    "#",
    "&a ",
    "*a",
    "<<",
    "~",
    "---\n",
    "...",
]
PARTS = ["hosts", "web01", "sites", "Shop", "env", "pool", "!secret ", "!secret env:X", "!!map ", "%YAML 1.1\n"]
PIECES = st.lists(st.sampled_from(WHITE + MARKS + PARTS), max_size=30).map("".join)


def attempt(data: bytes) -> ConfigError | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.yml"
        path.write_bytes(data)
        try:
            load_inventory(path)
        except ConfigError as error:
            return error
    return None


def assert_clear(error: ConfigError | None) -> None:
    assert error is None or (error.problems and all(p.sentence for p in error.problems))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["defaults", "groups", "hosts", "environment", "lab"]), TREES, max_size=5))
def test_any_structure(tree: dict[str, Any]) -> None:
    assert_clear(attempt(yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass")))


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["connection", "sites", "groups", "setup", "packages", "caches", "drain"]), TREES, max_size=3
    ),
    TREES,
)
def test_any_host_and_site(host: dict[str, Any], site: Any) -> None:
    tree = {
        "groups": {"web": host},
        "hosts": {"web01": {"groups": ["web"], "sites": {"Shop": site}}, "web02": host},
    }
    assert_clear(attempt(yaml.safe_dump(tree).encode()))


@settings(deadline=None)
@given(PIECES)
def test_any_text(text: str) -> None:
    assert_clear(attempt(text.encode()))


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    assert_clear(attempt(data))


def test_a_thousand_hosts_load_in_a_moment(load: Load) -> None:
    hosts = "".join(
        f"  web{n:04}:\n    groups: [web]\n    connection: {{address: 10.0.{n // 250}.{n % 250 + 1}}}\n"
        f"    sites: {{Shop: {{env: {{NODE: '{n}'}}}}}}\n"
        for n in range(1000)
    )
    text = (
        "defaults: {connection: {auth: kerberos}}\n"
        "groups:\n  web:\n    sites:\n      Shop:\n        path: C:\\inetpub\\shop\n"
        "        bindings: [{port: 80}]\n        env: {A: x, B: !secret env:B}\nhosts:\n" + hosts
    )
    begin = time.process_time()

    inventory = load(text)

    assert len(inventory.hosts) == 1000
    assert time.process_time() - begin < 2
