"""Our side of the measurement: reads and checks one return in a fresh process, and prints what it took as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

from reporting.rules.return_rules import check_folder


def main() -> None:
    """A job {"year", "folder", "last"} on standard input; seconds, peak memory, rules and errors on standard output."""
    job = json.load(sys.stdin)
    started, processor = time.perf_counter(), time.process_time()
    last = Path(job["last"]) if job["last"] else None
    _, outcome = check_folder(job["year"], Path(job["folder"]), last)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump(
        {"results": [{"seconds": seconds, "processor": processor, "ran": outcome.ran}], "megabytes": megabytes},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
