"""What becomes of a host when something breaks during a deploy: a table of faults, moments and ways to publish.

``cells.py`` is the table as data, ``host.py`` carries a cell out, ``prober.py`` tells what was served meanwhile,
``table.py`` writes docs/faults.md (``invoke dev.faults``).
"""
