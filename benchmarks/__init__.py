"""Figures that the project promises, measured: one module a question, each with ``ABOUT`` and ``measure``.

    invoke dev.bench
    python -m benchmarks requests delta --json

They meet the product as a user does, by its command line, and the lab from inside, where it counts requests.
"""
