"""--limit, and finding the file of an environment."""

from pathlib import Path

import pytest

from iisfleet.errors import ConfigError
from iisfleet.inventory import find_inventory
from tests.inventory.conftest import Load

HOSTS = """
groups: {web: {}, db: {}}
hosts:
  web01: {groups: [web]}
  web02: {groups: [web]}
  db01: {groups: [db]}
  both01: {groups: [web, db]}
"""


@pytest.mark.parametrize(
    ("limit", "names"),
    [
        (None, ["web01", "web02", "db01", "both01"]),
        ("web01", ["web01"]),
        ("db", ["db01", "both01"]),
        ("db01, web01,", ["web01", "db01"]),
        ("web0?", ["web01", "web02"]),
        ("*", ["web01", "web02", "db01", "both01"]),
        ("WEB01", ["web01"]),
        ("web,db01", ["web01", "web02", "db01", "both01"]),
    ],
)
def test_hosts_come_in_the_order_of_the_file(load: Load, limit: str | None, names: list[str]) -> None:
    assert [host.name for host in load(HOSTS).select(limit).hosts] == names


@pytest.mark.parametrize("limit", ["", " , "])
def test_an_empty_limit_is_not_all_hosts(load: Load, limit: str) -> None:
    with pytest.raises(ConfigError, match="names no host"):
        load(HOSTS).select(limit)


def test_unknown_names_are_all_said_with_the_nearest(load: Load) -> None:
    with pytest.raises(ConfigError) as caught:
        load(HOSTS).select("web01,wbe02,zzz*")

    first, second = caught.value.problems
    assert (first.sentence, first.hint) == ("no host and no group is called 'wbe02'", "did you mean 'web02'?")
    assert "zzz*" in second.sentence


def test_the_file_of_an_environment(tmp_path: Path) -> None:
    (tmp_path / "staging.yml").touch()
    (tmp_path / "lab.yaml").touch()

    assert find_inventory("staging", tmp_path) == tmp_path / "staging.yml"
    assert find_inventory("lab", tmp_path) == tmp_path / "lab.yaml"


def test_two_files_of_one_environment_are_ambiguous(tmp_path: Path) -> None:
    (tmp_path / "staging.yml").touch()
    (tmp_path / "staging.yaml").touch()

    with pytest.raises(ConfigError, match=r"there is staging\.yml too"):
        find_inventory("staging", tmp_path)


@pytest.mark.parametrize(("name", "hint"), [("stagin", "did you mean 'staging'?"), ("../x", "known: staging")])
def test_an_unknown_environment(tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / "staging.yml").touch()

    with pytest.raises(ConfigError) as caught:
        find_inventory(name, tmp_path)

    assert caught.value.problems[0].hint == hint


def test_a_folder_without_inventories(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no inventory for the environment 'lab'"):
        find_inventory("lab", tmp_path / "nowhere")
