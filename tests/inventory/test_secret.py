"""A secret shows itself nowhere."""

import copy
import json
import pickle

import pytest
import yaml
from pydantic import BaseModel

from iisfleet.inventory import Secret

CANARY = "canary-5f2b"


class Holder(BaseModel):
    password: Secret | None = None


@pytest.fixture
def secret() -> Secret:
    return Secret("env:X", name="pool/Shop/password", line=3, key="a.b").resolve(CANARY)


def test_it_prints_as_stars_everywhere(secret: Secret) -> None:
    holder = Holder(password=secret)
    shown = [
        str(secret), repr(secret), f"{secret}", f"{secret:>10}", f"{secret}", repr([secret]), repr(holder),
        holder.model_dump_json(), str(holder.model_dump(mode="json")), json.dumps({"a": secret}, default=str),
        yaml.dump({"a": secret}), yaml.safe_dump({"a": secret}),
        yaml.dump({"a": secret}, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper)),
    ]  # fmt: skip

    assert all("***" in text and CANARY not in text for text in shown)
    assert CANARY.encode() not in pickle.dumps(secret)
    assert not hasattr(secret, "__dict__")


def test_it_reveals_itself_on_demand_only(secret: Secret) -> None:
    assert secret.reveal() == CANARY
    with pytest.raises(LookupError):
        Secret("env:X").reveal()


def test_a_pickle_carries_the_reference_and_no_value(secret: Secret) -> None:
    back = pickle.loads(pickle.dumps(secret))

    assert (back.reference, back.name, back.resolved) == ("env:X", "pool/Shop/password", False)


def test_a_given_value_is_not_in_its_pickle() -> None:
    assert CANARY.encode() not in pickle.dumps(Secret.of(CANARY))


def test_copies_are_the_secret_itself(secret: Secret) -> None:
    assert copy.deepcopy({"a": secret})["a"] is secret
    assert copy.copy(secret) is secret
    assert Holder(password=secret).model_copy(deep=True).password is secret


def test_equality_is_by_reference_until_values_are_there() -> None:
    one, two = Secret("env:A"), Secret("env:B")
    assert one != two
    assert one == Secret("env:A", name="other")

    one.resolve("same")
    two.resolve("same")

    assert one == two
    assert len({one, two}) == 1
    assert one != "same"


def test_a_twin_under_another_name_has_the_same_place_and_value(secret: Secret) -> None:
    twin = secret.named("pool/Other/password")

    assert (twin.name, twin.line, twin.key, twin.reveal()) == ("pool/Other/password", 3, "a.b", CANARY)
    assert secret.name == "pool/Shop/password"
