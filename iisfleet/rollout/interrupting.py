"""Ctrl-C, and the SIGTERM of a pipeline that is cancelled: the first one asks, the second one leaves."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def first_interrupt(ask: Callable[[], None]) -> Iterator[None]:
    """The first signal calls ``ask``, each later one raises KeyboardInterrupt. Only the main thread can be asked."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(_number: int, _frame: FrameType | None) -> None:
        for each in _SIGNALS:
            signal.signal(each, signal.default_int_handler)
        ask()

    before = {each: signal.signal(each, handle) for each in _SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
