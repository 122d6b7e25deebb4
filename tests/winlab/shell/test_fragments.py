"""The framing of PSRP against psrpcore, which knows all of it."""

import uuid

import psrpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psrpcore.types import PSInvocationState, RunspacePoolState

from winlab.shell.fragments import EndWatch, pool_id, split


def server_pipeline(pool: psrpcore.ServerRunspacePool) -> psrpcore.ServerPipeline:
    pool.state = RunspacePoolState.Opened
    pipeline = psrpcore.ServerPipeline(pool, uuid.uuid4())
    pipeline.state = PSInvocationState.Running
    return pipeline


def test_the_pool_is_named_by_its_first_fragment() -> None:
    pool = psrpcore.ClientRunspacePool()
    pool.open()
    payload = pool.data_to_send()

    assert payload is not None
    assert pool_id(payload.data) == pool.runspace_pool_id


@pytest.mark.parametrize("nonsense", [b"", b"short", bytes(21)])
def test_what_is_no_psrp_is_refused(nonsense: bytes) -> None:
    with pytest.raises(ValueError, match="no PSRP fragment"):
        pool_id(nonsense)


@given(texts=st.lists(st.text(max_size=200), max_size=5), size=st.integers(min_value=100, max_value=300))
def test_a_pipeline_has_ended_when_its_state_is_whole(texts: list[str], size: int) -> None:
    pool = psrpcore.ServerRunspacePool()
    pipeline = server_pipeline(pool)
    for text in texts:
        pipeline.write_output(text)
    pipeline.complete()
    chunks = []
    while (payload := pool.data_to_send(size)) is not None:
        chunks.append(payload.data)
    watch = EndWatch()

    assert [watch.sees_end(chunk) for chunk in chunks] == [False] * (len(chunks) - 1) + [True]


@given(size=st.integers(min_value=100, max_value=400))
def test_fragments_hold_the_message_between_them(size: int) -> None:
    pool = psrpcore.ServerRunspacePool()
    server_pipeline(pool).write_output("x" * 500)
    whole = b""
    fragments = []
    while (payload := pool.data_to_send(size)) is not None:
        fragments += list(split(payload.data))
        whole += payload.data

    assert sum(len(f.data) + 21 for f in fragments) == len(whole)
    assert [f.is_first for f in fragments] == [True] + [False] * (len(fragments) - 1)
    assert [f.is_last for f in fragments] == [False] * (len(fragments) - 1) + [True]
