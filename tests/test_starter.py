"""``iisfleet init``: what it writes is complete, and nothing of anybody's is overwritten."""

from pathlib import Path

import pytest

from iisfleet import resources
from iisfleet.commands import starter
from iisfleet.errors import ExitCode, UsageError
from iisfleet.inventory import find_inventory, load_inventory
from iisfleet.package import load_package


def test_the_folder_is_ready_for_a_deploy_to_the_lab(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    starter.write(tmp_path / "shop-deploy")

    inventory = load_inventory(find_inventory("lab", tmp_path / "shop-deploy" / "inventories"))
    package = inventory.hosts[0].sites[0].package
    assert package is not None
    assert package.is_relative_to(tmp_path)
    assert load_package(package).errors == ()
    told = capsys.readouterr().out
    folder = tmp_path / "shop-deploy"
    assert told.startswith(f"Written: {folder / 'inventories'}\n  cd {folder}\n  iisfleet deploy")


def test_every_example_comes_along(tmp_path: Path) -> None:
    starter.write(tmp_path)

    given = sorted(path.name for path in resources.inventories().glob("*.yml"))
    assert sorted(path.name for path in (tmp_path / "inventories").glob("*.yml")) == given


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "inventories").mkdir()
    (tmp_path / "inventories" / "staging.yml").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="is there already") as caught:
        starter.write(tmp_path)

    assert caught.value.exit_code == ExitCode.USAGE
    assert [path.name for path in (tmp_path / "inventories").iterdir()] == ["staging.yml"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    with pytest.raises(UsageError, match="cannot be written"):
        starter.write(tmp_path / "file")
