"""The parsers on anything: a result, or their own error; never another."""

import io
import json
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iisfleet.package.deps import parse_deps
from iisfleet.package.jsonfile import MalformedFileError, parse_json
from iisfleet.package.pe import NotABinaryError, read_binary
from iisfleet.package.runtimeconfig import Framework, parse_runtimeconfig
from iisfleet.package.webconfig import parse_webconfig
from tests.package.conftest import HELLO

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_KEYS = {"runtimeOptions", "frameworks", "framework", "includedFrameworks", "name", "targets", "runtimeTarget", "t"}
_DOCUMENTS = st.recursive(
    _JSON, lambda inner: st.dictionaries(st.sampled_from(sorted(_KEYS)), inner, max_size=4), max_leaves=12
)
_DLL = (HELLO / "HelloIis.dll").read_bytes()

_TWO = (Framework("A", "1"), Framework("B", "2"))


@given(_DOCUMENTS)
@example({"runtimeOptions": {"frameworks": 5, "framework": None}})
@example(
    {"runtimeTarget": {"name": "t"}, "targets": {"t": {"a": None, "b/1": {"runtime": [], "runtimeTargets": {"x": 1}}}}}
)
def test_json_of_any_shape(document: object) -> None:
    data = json.dumps(document).encode()
    for parser in (parse_deps, parse_runtimeconfig):
        try:
            parser(data)
        except MalformedFileError:
            assert not isinstance(document, dict)


@given(st.dictionaries(st.text(max_size=8), _JSON, max_size=4))
def test_comments_and_commas_change_nothing(document: dict[str, object]) -> None:
    text = json.dumps(document, indent=1)
    commented = "\ufeff// first\n" + text.replace("\n}", ",\n}") if document else text

    assert parse_json(commented.encode()) == document


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example(b'<?xml version="1.0" encoding="nonsense"?><configuration/>')
@example(b'<?xml version="1.0"?><configuration><?pi?><location path="."><![CDATA[x]]></location></configuration>')
@example("<?xml version='1.0' encoding='utf-16'?><configuration/>".encode("utf-16"))
@example(b"<configuration>" + b"<a>" * 5000)
def test_xml_of_any_kind(data: bytes) -> None:
    # Any other exception fails the test.
    with suppress(MalformedFileError):
        assert parse_webconfig(data).handler is None


@given(st.integers(0, 1500), st.binary(min_size=1, max_size=4))
def test_a_dll_with_any_header(position: int, patch: bytes) -> None:
    data = _DLL[:position] + patch + _DLL[position + len(patch) :]
    # Any other exception fails the test.
    with suppress(NotABinaryError):
        assert read_binary(io.BytesIO(data), identifiers=True).bitness in (None, 32, 64)


@given(st.integers(0, len(_DLL) - 1))
def test_a_dll_cut_anywhere(length: int) -> None:
    try:
        read_binary(io.BytesIO(_DLL[:length]), identifiers=True)
    except NotABinaryError:
        return
    assert length > 1024


@pytest.mark.parametrize(
    ("flags", "bitness"), [(0x1, None), (0x3, 32), (0x20003, None), (0x2, 32), (0x0, 32), (0x9, None)]
)
def test_the_flags_decide_the_bitness(flags: int, bitness: int | None) -> None:
    data = bytearray(_DLL)
    header = data.index((72).to_bytes(4, "little") + (2).to_bytes(2, "little") + (5).to_bytes(2, "little"))
    data[header + 16 : header + 20] = flags.to_bytes(4, "little")

    assert read_binary(io.BytesIO(bytes(data))).bitness == bitness


@pytest.mark.parametrize(
    ("machine", "bitness", "windows"), [(0x8664, 64, True), (0xAA64, 64, True), (0xFD1D, None, False)]
)
def test_the_machine_decides_elsewhere(machine: int, bitness: int | None, windows: bool) -> None:
    # 0xFD1D is 0x8664 with the mark of code compiled ahead of time for Linux.
    data = bytearray(_DLL)
    coff = int.from_bytes(data[0x3C:0x40], "little") + 4
    data[coff : coff + 2] = machine.to_bytes(2, "little")

    binary = read_binary(io.BytesIO(bytes(data)))

    assert (binary.bitness, binary.windows, binary.managed) == (bitness, windows, True)


def test_the_names_in_the_metadata() -> None:
    binary = read_binary(io.BytesIO(_DLL), identifiers=True)

    assert binary.mentions(["MapStaticAssets"])
    assert binary.mentions(["Microsoft.AspNetCore.StaticAssets"])
    assert not binary.mentions(["SetApplicationName"])


@pytest.mark.parametrize(
    ("options", "frameworks", "self_contained"),
    [
        ({"framework": {"name": "A", "version": "2.0.3"}}, (Framework("A", "2.0.3"),), False),
        ({"frameworks": [{"name": "A", "version": "1"}, {"name": "B", "version": "2"}]}, _TWO, False),
        ({"includedFrameworks": [{"name": "A", "version": "1"}]}, (Framework("A", "1"),), True),
        ({}, (), True),
    ],
)  # fmt: skip
def test_three_ways_to_name_frameworks(
    options: dict[str, object], frameworks: tuple[Framework, ...], self_contained: bool
) -> None:
    config = parse_runtimeconfig(json.dumps({"runtimeOptions": options}).encode())

    assert (config.frameworks, config.self_contained) == (frameworks, self_contained)
