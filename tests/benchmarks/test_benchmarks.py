"""Each benchmark in its smallest setting: that it measures, not what."""

import importlib
import json
import math

import pytest

from benchmarks import requests
from benchmarks.__main__ import NAMES, main
from benchmarks.figures import Figure, Settings


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_measures_what_it_says(name: str) -> None:
    module = importlib.import_module(f"benchmarks.{name}")

    figures = list(module.measure(Settings(quick=True)))

    assert figures
    assert module.ABOUT
    for figure in figures:
        assert figure.values
        assert all(math.isfinite(value) for value in figure.values)
        assert figure.what in figure.line


def test_requests_are_within_what_was_promised() -> None:
    """Without a secret: a session key takes a Receive more, which only a host that answers at once makes visible."""
    figures = [figure for figure in requests.measure(Settings()) if "secret" not in figure.what]

    assert len(figures) == 6
    assert [figure.line for figure in figures if figure.verdict != "met"] == []


@pytest.mark.parametrize(
    ("values", "verdict"),
    [((5.0,), "met"), ((6.0,), "missed by 1"), ((1.0, 5.0, 900.0), "met"), ((0.0, 5.25, 9.0), "missed by 0.25")],
)
def test_the_median_is_judged(values: tuple[float, ...], verdict: str) -> None:
    assert Figure("x", values, "s", limit=5).verdict == verdict


def test_a_figure_without_a_promise_is_not_judged() -> None:
    figure = Figure("x", (1.0, 2.0, 4.0), "s", note="as measured")

    assert figure.verdict == ""
    assert figure.line.endswith("1 / 2 / 4 s  (as measured)")


def test_a_machine_reads_json(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["list", "--quick", "--json"])

    (figure,) = json.loads(capsys.readouterr().out)["list"]
    assert figure["unit"] == "s"
    assert code == (figure["verdict"] != "met")


def test_a_name_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["speed"])

    assert refused.value.code == 2
    assert "requests" in capsys.readouterr().err
