"""What the main job costs, and what that is made of.

    python benchmarks/main_job.py [RUNS]

Runs ``tertium compare most-2019 eu-hleg-2019`` in processes of its own: first with an empty vector cache, then RUNS
times (5) with a full one; prints seconds (minimum, median, maximum), those of ``--help``, and the share of imports.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

JOB = [sys.executable, "-m", "tertium.cli", "compare", "most-2019", "eu-hleg-2019"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def line(name: str, times: list[float], whole: float) -> None:
    middle = statistics.median(times)
    print(f"{name:<34}{min(times):6.2f} {middle:6.2f} {max(times):6.2f} s   {middle / whole:5.0%} of the main job")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "TERTIUM_CACHE": cache}
        first = seconds(JOB, environment)
        later = [seconds(JOB, environment) for _ in range(runs)]
        whole = statistics.median(later)
        print(f"{os.cpu_count()} cores; minimum, median, maximum of {runs} runs")
        line("first run (empty cache)", [first], whole)
        line("main job (full cache)", later, whole)
        rarely = "import gc; gc.set_threshold(200_000, 20, 20); import "  # as the command does
        for name, module in {
            "python alone": "sys",
            "spaCy": "spacy",
            "scikit-learn": "sklearn.feature_extraction.text",
            "all modules": "tertium.aligner.comparison, tertium.reports.screens, tertium.reports.tables",
        }.items():
            times = [seconds([sys.executable, "-c", rarely + module], environment) for _ in range(runs)]
            line(f"  of it: import {name}", times, whole)
        line("--help", [seconds([*JOB[:3], "--help"], environment) for _ in range(runs)], whole)


if __name__ == "__main__":
    main()
