"""The inventories that come with the project load, and the schema agrees with the loader."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from iisfleet import resources
from iisfleet.inventory import find_inventory, inventory_schema, load_inventory
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.tree import load_tree, plain

ENVIRONMENTS = ("lab", "staging", "production")
VALIDATOR = jsonschema.Draft202012Validator(inventory_schema())


def path_of(environment: str) -> Path:
    return find_inventory(environment, resources.inventories())


def as_text(value: Any) -> Any:
    """What an editor sees: a tagged scalar is its text."""
    if isinstance(value, dict):
        return {key: as_text(child) for key, child in value.items()}
    if isinstance(value, list):
        return [as_text(child) for child in value]
    return value.reference if isinstance(value, Secret) else value


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_each_loads_with_its_secrets_left_alone(environment: str) -> None:
    inventory = load_inventory(path_of(environment))

    assert (inventory.environment, inventory.lab, inventory.production) == (
        environment, environment == "lab", environment == "production")  # fmt: skip
    assert not [secret for host in inventory.hosts for secret in host.secrets.values() if secret.resolved]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_each_agrees_with_the_schema(environment: str) -> None:
    VALIDATOR.validate(as_text(plain(load_tree(path_of(environment)))))


def test_the_lab_is_three_hosts_with_one_site() -> None:
    inventory = load_inventory(path_of("lab"))
    site = inventory.hosts[0].sites[0]

    assert [host.name for host in inventory.hosts] == ["lab01", "lab02", "lab03"]
    assert (site.name, site.path, site.keep_releases) == ("Hello", r"C:\inetpub\hello", 3)
    assert site.package == resources.inventories() / "packages/hello"


def test_the_schema_is_a_schema_and_describes_every_key() -> None:
    schema = inventory_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    json.dumps(schema)

    for name in (
        "Connection",
        "Site",
        "Application",
        "Pool",
        "Recycling",
        "Binding",
        "Certificate",
        "Health",
        "Check",
        "DataProtection",
        "KeyCertificate",
        "KeyPolicy",
        "Drain",
        "Setup",
        "RegistryValue",
        "Service",
        "Packages",
        "HostingBundle",
        "HostPackage",
        "Caches",
    ):
        for key, field in schema["$defs"][name]["properties"].items():
            assert field.get("description"), f"{name}.{key}"


@pytest.mark.parametrize(
    "text",
    [
        {"hosts": {"a": {"connection": {"prot": 1}}}},
        {"hosts": {"a": {"sites": {"S": {"name": "S"}}}}},
        {"hosts": {"a": {"sites": {"S": {"env": {"A": 1}}}}}},
        {"hosts": {"a": {"connection": {"password": "clear"}}}},
        {"hosts": {"a": {"groups": "web"}}},
        {"hosts": {"a": {"setup": "dcs"}}},
        {"hosts": {"a": {"setup": {"services": {"W3SVC": {"stat": "Running"}}}}}},
        {"defaults": {"packages": {"hosting_bundle": {"sha256": "abc"}}}, "hosts": {"a": None}},
        {"hosts": {}},
        {"groups": {}},
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(text: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(text)


@pytest.mark.parametrize(
    "text",
    [
        {"hosts": {"a": None}},
        {"hosts": {"a": {"sites": {"S": None, "T": {"env": {"A": None}, "keep_releases": None}}}}},
        {"hosts": {"a": {"sites": {"S": {"health": {"status": 200}}}}}},
        {"hosts": {"a": {"connection": {"password": "env:X", "validate_certificate": "ca.pem"}}}},
        {"hosts": {"a": {"setup": "scripts", "caches": {"accounts": "all", "days": "sunday"}, "drain": None}}},
        {"hosts": {"a": {"sites": {"S": {"data_protection": "registry"}}, "setup": {"services": {"X": None}}}}},
        {"groups": {"web": None}, "defaults": None, "hosts": {"a": {"groups": ["web"]}}},
    ],
)
def test_the_schema_accepts_layers_that_say_a_part(text: dict[str, Any]) -> None:
    VALIDATOR.validate(text)


def test_the_documentation_names_every_key() -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "inventory.md"
    text = docs.read_text(encoding="utf-8")

    keys = {key for part in inventory_schema()["$defs"].values() for key in part["properties"]}

    assert not [key for key in sorted(keys) if f"`{key}`" not in text]


def test_the_example_of_the_documentation_loads(tmp_path: Path) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "inventory.md"
    path = tmp_path / "staging.yml"
    path.write_text(docs.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0], encoding="utf-8")

    assert [host.name for host in load_inventory(path).hosts] == ["stg-web01", "stg-web02"]
