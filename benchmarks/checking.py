"""Measure validation alone: all shapes, and again after one agreement has gone.

    python -m benchmarks.checking 10k 100k 1m

One line of Markdown for each size. Each runs in a process of its own, so that its peak is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.generator import size, write
from benchmarks.given import NAMES, files
from benchmarks.ours import without_an_agreement
from perms_graph.reasoning import close_ontology, compile_rules, derive, materialise
from perms_graph.store import Dataset
from perms_graph.store.loading import load, merge, parse
from perms_graph.validation import compile_shapes, load_shapes, recheck, validate


def measure(name: str) -> None:
    """Build a synthetic register of a size, check it, change it, and print what that took."""
    dataset = Dataset.memory()
    with tempfile.TemporaryDirectory(prefix="perms-bench-") as folder:
        generated = Path(folder) / f"{name}.nq"
        write(size(name), generated, names=NAMES)
        given = files({"generated": str(generated)})
        load(dataset, given.sources)
    merge(dataset)
    rules = compile_rules(close_ontology([q.triple for p in given.ontology for q in parse(p)]))
    materialise(dataset, rules)
    derive(dataset)
    begun = time.perf_counter()
    compiled = compile_shapes(load_shapes(given.shapes))
    ready = time.perf_counter()
    report = validate(dataset, compiled)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    changed = without_an_agreement(dataset, rules)
    taken = []
    for _ in range(6):
        start = time.perf_counter()
        recheck(dataset, compiled, report, changed)
        taken.append((time.perf_counter() - start) * 1000)
    print(
        f"| {name} | {len(compiled.checks)} | {ready - begun:.2f} s | {done - ready:.2f} s "
        f"| {sum(report.counts.values())} | {peak:.0f} MiB | {taken[0]:.0f} ms "
        f"| {min(taken[1:]):.0f}–{max(taken[1:]):.0f} ms | {os.getloadavg()[0]:.1f} |",
        flush=True,
    )


def main() -> None:
    """Measure the sizes asked for, smallest first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking", description=__doc__)
    parser.add_argument("sizes", nargs="+", help="such as 10k or 1m")
    print("| size | checks | compile | validate | results | peak | first | after | load |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for name in sorted(parser.parse_args().sizes, key=size):
        child = multiprocessing.get_context("spawn").Process(target=measure, args=(name,))
        child.start()
        child.join()


if __name__ == "__main__":
    main()
