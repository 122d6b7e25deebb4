"""What the real engine makes of literals and of whole scripts."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from iisfleet.rendering import to_literal
from tests.rendering.engine import run_json
from tests.rendering.golden import scripts
from tests.rendering.test_literals import values

CHOSEN: list[Any] = [
    [[]], [[1]],
    [[1], [2]], [[[1]], []], [[[[]]]], [], {}, [{}], [[{}]], {"a": []}, {"a": [[]]}, {"a": [1]}, [None], None,
    -(2**63), 2**63 - 1, 2**31, -(2**31), 4294967296, -1, [-(2**63)], {"n": -(2**63)},
    -0.0, 0.0, 1.0, 1e-07, 5e-324, 1.7976931348623157e308, 0.1, -2.5, 1e16, 1e22, 123456789.125,
    True, False, [True, False],
    "'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\"`", "$HOME $(1) ${x} @{a=1} @'\n'@ `n",
    "\r\n", "a\nb\rc", "\t", "😀é漢",
    "<# no comment #>", "# no comment",
    "{{ no template }} {# #} {##", "%TEMP% ; } )", " ", "", "\u200b\ufeff\u2028",
    {"It's": "'", "$x": "y", "a b": {"c": {"d": ["e"]}}, "\u2019": "\u2018"},
]  # fmt: skip
_BACK = "ConvertTo-Json -Compress -Depth 50 -InputObject {}\n"


def test_chosen_values_survive(pwsh: str, tmp_path: Path) -> None:
    back = run_json(pwsh, _BACK.format(to_literal(CHOSEN)), tmp_path)

    assert _sorted(back) == _sorted(CHOSEN)


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],  # every example is a process
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(drawn=st.lists(values, min_size=40, max_size=60))
def test_any_value_survives(pwsh: str, tmp_path: Path, drawn: list[Any]) -> None:
    back = run_json(pwsh, _BACK.format(to_literal(drawn)), tmp_path)

    for sent, received in zip(drawn, back, strict=True):
        assert _sorted(received) == _sorted(sent)


def _sorted(value: Any) -> Any:
    """With the keys of mappings in order (a hashtable has none), and 1.0 told from 1."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else repr(value)


def test_what_a_script_leaves_out_is_told_by_its_last_line(pwsh: str, tmp_path: Path) -> None:
    """The whole frame on the engine: on a system without Windows the first step fails, and the script ends well."""
    plan, *_ = scripts("simple")

    assert run_json(pwsh, plan.text, tmp_path) == {"end": True, "status": "failed"}
