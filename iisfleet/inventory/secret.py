"""A value that is told by reference and never shows itself."""

import json
from typing import Any, Final, NoReturn

import yaml
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

MASK: Final = "***"
SCHEMES: Final = ("env", "file", "keyring", "command")
EXAMPLES: Final = (
    "!secret env:SHOP_PASSWORD",
    "!secret file:shop.secret",
    "!secret keyring:iisfleet/shop",
    "!secret command:pass show shop",
)


def quoted_forms(value: str) -> frozenset[str]:
    """A value as programs, servers and exceptions quote it: plain, in JSON, as a literal, with either line ends."""
    lines = value.replace("\r\n", "\n")
    quoted = (json.dumps(value), json.dumps(value, ensure_ascii=False), repr(value))
    return frozenset((value, *(one[1:-1] for one in quoted), lines, lines.replace("\n", "\r\n")))


class Secret:
    """What ``!secret env:NAME`` (or ``file:``, ``keyring:``, ``command:``) stands for.

    ``name`` is unique on a host (``pool/Shop/environment/CONN``); ``line`` and ``key`` say where the reference
    stands in the inventory. The value is there once ``resolve_secrets`` has run and leaves the object only through
    ``reveal``: ``str``, ``repr``, JSON, YAML, copies and pickles never carry it.
    """

    __slots__ = ("_value", "key", "line", "name", "reference")

    def __init__(self, reference: str, *, name: str = "", line: int | None = None, key: str | None = None) -> None:
        self.reference = reference
        self.name = name
        self.line = line
        self.key = key
        self._value: str | None = None

    @classmethod
    def of(cls, value: str, *, name: str = "") -> "Secret":
        """A secret whose value is known already, such as the one the lab hands out."""
        return cls("given", name=name).resolve(value)

    @property
    def resolved(self) -> bool:
        return self._value is not None

    def resolve(self, value: str) -> "Secret":
        """Takes the value that the reference stands for."""
        self._value = value
        return self

    def named(self, name: str) -> "Secret":
        """The same secret under the name that the scripts of a host know it by."""
        twin = Secret(self.reference, name=name, line=self.line, key=self.key)
        twin._value = self._value
        return twin

    def reveal(self) -> str:
        """The value. Raises LookupError before ``resolve_secrets``, which is a mistake in the program."""
        if self._value is None:
            raise LookupError(f"the secret {self.reference.partition(':')[0]}: is not resolved yet")
        return self._value

    def __repr__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        if self._value is not None and other._value is not None:
            return self._value == other._value
        return self.reference == other.reference

    def __hash__(self) -> int:
        """One number for all: equality changes when values arrive, and a hash may not."""
        return hash(Secret)

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: object) -> "Secret":
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return (_unpickle, (self.reference if self.reference.partition(":")[0] in SCHEMES else MASK, self.name))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _expect_secret,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda _: MASK),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": f"^({'|'.join(SCHEMES)}):.+",
            "description": f"A reference, tagged: {', '.join(EXAMPLES)}",
        }


def _unpickle(reference: str, name: str) -> Secret:
    return Secret(reference, name=name)


def _expect_secret(value: object) -> Secret:
    return value if isinstance(value, Secret) else _refuse_literal()


def _refuse_literal() -> NoReturn:
    raise PydanticCustomError(
        "rule",
        "{sentence}",
        {
            "sentence": "a secret may not stand in the inventory in clear text",
            "hint": f"write a reference: {' or '.join(EXAMPLES)}",
        },
    )


for _base in (yaml.representer.SafeRepresenter, yaml.representer.Representer, yaml.SafeDumper, yaml.Dumper):
    _base.add_representer(Secret, lambda dumper, _: dumper.represent_str(MASK))
