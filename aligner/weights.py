"""How much each signal says, and from which score on a statement covers or mentions a concept.

The weights are those of ``signals.FEATURES`` behind the intercept, by the coder's mode; ``benchmarks/fit_coding.py
--write`` fits them to our own coded texts and writes them here. The thresholds are chosen by hand on what it prints.
"""

WEIGHTS: dict[str, tuple[float, ...]] = {
    "exemplars": (
        *(-4.410, 1.584, 3.608, 1.148, 2.077, 1.123, 0.807),
        *(13.178, -6.124, -1.208, -7.286, 0.905, -1.809),
    ),
    "lexical": (
        *(-1.993, -1.200, 4.597, 1.903, 2.344, 0.461, 0.000),
        *(0.000, 0.000, 0.000, -8.023, 1.327, -0.516),
    ),
    "pivot": (
        *(-4.073, -1.276, -0.049, 0.120, 0.000, 0.000, 4.768),
        *(3.453, 0.299, -2.981, -9.150, 0.519, 4.212),
    ),
    "bare": (
        *(-0.094, 0.476, -1.782, -2.627, 0.000, 0.000, 8.598),
        *(5.939, -1.294, -3.514, -7.929, 1.484, -0.857),
    ),
}

COVERED = 0.35
MENTIONED = 0.2
