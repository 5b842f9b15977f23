"""Runs inside the environment of csc-validator-be-903: jobs as JSON on standard input, results on standard output.

Nothing of ours is imported here, and nothing of it in our own process: it pins old versions and unpickles postcodes.
"""

import contextlib
import io
import json
import logging
import os
import resource
import sys
import time
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import lac_validator.datastore as datastore  # noqa: E402
import lac_validator.lac_validator as engine  # noqa: E402
from lac_validator.rules.ruleset_utils import get_year_ruleset  # noqa: E402

shallow_copy = engine.copy_datastore


def deep_copy(tables):
    """A copy that a rule cannot spoil for the next one: the package's own is shallow, and results depend on order."""
    return {name: dict(table) if name == "metadata" else table.copy(deep=True) for name, table in tables.items()}


def load(folder, description):
    """The CSVs of a folder. Files without a header line are left out: the package cannot read them."""
    paths = sorted(Path(folder).glob("*.csv")) if folder else []
    return [
        {"name": path.name, "file_content": path.read_bytes(), "description": description}
        for path in paths
        if path.stat().st_size > 4
    ]


def run(job):
    engine.copy_datastore = deep_copy if job["deep"] else shallow_copy
    if not job["postcodes"]:
        datastore._add_postcode_derived_fields = lambda episodes, authority: episodes
    registry = get_year_ruleset(str(job["pack"]))
    started, processor = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        done = engine.LacValidator(
            metadata={"collectionYear": str(job["year"]), "localAuthority": "E10000018"},
            files=load(job["folder"], "This year") + load(job["last"], "Prev year"),
            registry=registry,
            selected_rules=job["rules"],
        )
    times = {"seconds": time.perf_counter() - started, "processor": time.process_time() - processor}
    errors = [
        [column[4:], name, int(index) + 2]
        for name, table in done.ds_results.items()
        if name != "metadata"
        for column in table.columns
        if column.startswith("ERR_")
        for index in table.index[table[column] == True]  # noqa: E712
    ]
    return {"errors": errors, "ran": done.dones, "skipped": done.skips, "crashed": done.fails} | times


results = [run(job) for job in json.load(sys.stdin)]
kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
json.dump({"results": results, "megabytes": kilobytes / 1024}, sys.stdout)
sys.stdout.flush()
os._exit(0)
