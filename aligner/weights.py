"""How much each signal says, and from which score on a statement covers or mentions a concept.

The weights are those of ``signals.FEATURES`` behind the intercept, by the coder's mode; ``benchmarks/fit_coding.py
--write`` fits them to our own coded texts and writes them here. The thresholds are chosen by hand on what it prints.
"""

WEIGHTS: dict[str, tuple[float, ...]] = {
    "exemplars": (
        *(-7.530, 3.192, 1.683, 1.743, -1.993, 0.168, 1.607),
        *(0.717, 2.785, 10.596, -4.116, -1.573, -7.127, 0.400),
    ),
    "lexical": (
        *(-5.719, 2.563, 3.288, 3.598, 2.128, 1.593, 1.880),
        *(0.774, 0.000, 0.000, 0.000, 0.000, -7.466, 0.257),
    ),
    "pivot": (
        *(-4.332, 1.468, 3.195, 2.111, -0.449, -0.066, 0.000),
        *(0.000, 6.925, 3.412, -0.245, -4.754, 0.000, -0.004),
    ),
    "bare": (
        *(-6.768, -6.127, 9.855, 29.529, 0.204, 0.000, 0.000),
        *(0.000, 9.352, 4.922, 0.984, 1.639, 0.000, 0.546),
    ),
}

COVERED = 0.4
MENTIONED = 0.2
