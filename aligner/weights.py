"""How much each signal says, and from which score on a statement covers or mentions a concept.

The weights are those of ``signals.FEATURES`` behind the intercept, by the coder's mode; ``benchmarks/fit_coding.py
--write`` fits them to our own coded texts and writes them here. The thresholds are chosen by hand on what it prints.
"""

WEIGHTS: dict[str, tuple[float, ...]] = {
    "exemplars": (
        *(-4.441, 1.309, 3.953, 1.182, 2.113, 1.027, 0.959),
        *(13.078, -5.907, -1.336, -9.208, 0.895, -1.809),
    ),
    "lexical": (
        *(-1.821, -1.458, 4.872, 1.857, 2.426, 0.364, 0.000),
        *(0.000, 0.000, 0.000, -13.002, 1.388, -0.642),
    ),
    "pivot": (
        *(-4.249, -1.108, -0.185, 0.175, 0.000, 0.000, 4.844),
        *(3.451, 0.331, -3.100, -9.749, 0.458, 4.312),
    ),
    "bare": (
        *(-0.093, 0.481, -1.773, -2.679, 0.000, 0.000, 8.632),
        *(5.921, -1.287, -3.610, -7.936, 1.482, -0.856),
    ),
}

COVERED = 0.35
MENTIONED = 0.2
