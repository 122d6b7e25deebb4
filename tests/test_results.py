"""The one line that a host writes for each step."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet.results import Change, End, NotAResult, StepFailure, StepResult, parse_step_line

LINE = {
    "step": "Set-IisPool", "phase": "publishing", "target": "Shop", "status": "changed",
    "changes": [{"path": "pool/Shop/startMode", "before": "OnDemand", "after": "AlwaysRunning"}],
    "data": {"a": 1}, "warnings": ["w"], "seconds": 0.012, "error": None,
}  # fmt: skip
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda items: st.lists(items, max_size=3) | st.dictionaries(st.sampled_from([*LINE, "end"]), items, max_size=6),
    max_leaves=20,
)


def parse(**fields: Any) -> StepResult | End:
    return parse_step_line(json.dumps({**LINE, **fields}))


def test_a_line() -> None:
    assert parse() == StepResult(
        step="Set-IisPool",
        phase="publishing",
        status="changed",
        target="Shop",
        changes=(Change("pool/Shop/startMode", "OnDemand", "AlwaysRunning"),),
        data={"a": 1},
        warnings=("w",),
        seconds=0.012,
    )


def test_a_failure() -> None:
    error = {"message": "no", "expected": "a", "found": "b", "remedy": "c", "kind": "d"}

    result = parse(status="failed", error=error)

    assert isinstance(result, StepResult)
    assert result.error == StepFailure("no", "a", "b", "c", "d")


@pytest.mark.parametrize(
    ("fields", "changes", "warnings"),
    [
        ({"changes": None, "warnings": None}, (), ()),
        ({"changes": [], "warnings": []}, (), ()),
        ({"changes": {"path": "p"}, "warnings": "w"}, (Change("p"),), ("w",)),
    ],
)
def test_lists_that_powershell_unrolled(fields: Any, changes: Any, warnings: Any) -> None:
    result = parse(**fields)

    assert isinstance(result, StepResult)
    assert (result.changes, result.warnings) == (changes, warnings)


@pytest.mark.parametrize("status", ["ok", "failed"])
def test_the_last_line(status: str) -> None:
    assert parse_step_line(json.dumps({"end": True, "status": status})) == End(status)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "", "text", "1", "null", "[]", '"x"', "{}", '{"step":"A"}', '{"end":true}', '{"end":true,"status":"maybe"}',
        "[" * 100_000,
        json.dumps({**LINE, "status": "fine"}),
        json.dumps({**LINE, "data": [1]}),
        json.dumps({**LINE, "step": None}),
        json.dumps({**LINE, "phase": ["x"]}),
        json.dumps({**LINE, "seconds": "long"}),
        json.dumps({**LINE, "changes": [{"before": 1}]}),
        json.dumps({**LINE, "changes": ["x"]}),
        json.dumps({**LINE, "error": {"expected": "no message"}}),
        json.dumps({**LINE, "error": "text"}),
    ],
)  # fmt: skip
def test_anything_else_is_not_a_result(line: str) -> None:
    with pytest.raises(NotAResult):
        parse_step_line(line)


@given(st.text() | json_values.map(json.dumps) | st.dictionaries(st.sampled_from([*LINE]), json_values).map(
    lambda fields: json.dumps({**LINE, **fields})
))  # fmt: skip
def test_whatever_arrives_is_a_result_or_is_not(line: str) -> None:
    try:
        result = parse_step_line(line)
    except NotAResult:
        return
    assert isinstance(result, StepResult | End)
