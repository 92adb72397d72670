"""How much each signal says, and from which score on a statement covers or mentions a concept.

The weights are those of ``signals.FEATURES`` behind the intercept, by the coder's mode; ``benchmarks/fit_coding.py
--write`` fits them to our own coded texts and writes them here. The thresholds are chosen by hand on what it prints.
"""

WEIGHTS: dict[str, tuple[float, ...]] = {
    "exemplars": (
        *(-7.504, 3.106, 1.746, 1.741, -0.701, -0.055, 1.631),
        *(0.724, 2.567, 10.553, -4.011, -1.678, -7.130, 0.404),
    ),
    "lexical": (
        *(-5.888, 2.499, 3.319, 3.571, 2.588, 1.313, 1.869),
        *(0.767, 0.000, 0.000, 0.000, 0.000, -7.320, 0.300),
    ),
    "pivot": (
        *(-4.435, 1.385, 3.297, 2.134, 0.232, 0.286, 0.000),
        *(0.000, 6.582, 3.415, -0.292, -4.943, 0.000, 0.028),
    ),
    "bare": (
        *(-6.907, -4.857, 8.989, 2.044, 17.358, 0.000, 0.000),
        *(0.000, 9.124, 4.930, 0.090, -0.014, 0.000, 0.581),
    ),
}

COVERED = 0.4
MENTIONED = 0.2
