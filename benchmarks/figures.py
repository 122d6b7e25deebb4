"""What a benchmark says: figures with their unit and, where one was promised, the limit."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Settings:
    """``engines``: of the lab, those that this machine has. ``quick``: the smallest run, which proves nothing."""

    engines: tuple[str, ...] = ("emulated",)
    quick: bool = False

    def sized(self, full: int, smallest: int = 1) -> int:
        """A number of runs, hosts or files."""
        return smallest if self.quick else full


@dataclass(frozen=True)
class Figure:
    """One quantity, measured once or several times; the median is what must not be above ``limit``."""

    what: str
    values: tuple[float, ...]
    unit: str
    limit: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def verdict(self) -> str:
        """``met``, ``missed by n``, or nothing where nothing was promised."""
        if self.limit is None:
            return ""
        return "met" if self.median <= self.limit else f"missed by {_number(self.median - self.limit)}"

    @property
    def line(self) -> str:
        """For a person."""
        limit = "" if self.limit is None else f"at most {_number(self.limit)}: {self.verdict}"
        notes = "; ".join(part for part in (limit, self.note) if part)
        return f"{self.what:<58} {self._spread} {self.unit}" + (f"  ({notes})" if notes else "")

    @property
    def document(self) -> dict[str, Any]:
        """For a machine."""
        return {**asdict(self), "median": self.median, "verdict": self.verdict}

    @property
    def _spread(self) -> str:
        if len(self.values) == 1:
            return _number(self.values[0])
        return " / ".join(_number(value) for value in (min(self.values), self.median, max(self.values)))


@dataclass
class Stopwatch:
    """Seconds of wall time, of every time that ``running`` was entered."""

    seconds: list[float] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Times what happens within."""
        started = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - started)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
