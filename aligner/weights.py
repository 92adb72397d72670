"""How much each signal says, and from which score on a statement covers or mentions a concept.

The weights are those of ``signals.FEATURES`` behind the intercept, by the coder's mode; ``benchmarks/fit_coding.py
--write`` fits them to our own coded texts and writes them here. The thresholds are chosen by hand on what it prints.
"""

WEIGHTS: dict[str, tuple[float, ...]] = {
    "exemplars": (
        *(-4.394, 1.431, 3.786, 1.149, 1.843, -1.547, 2.093),
        *(1.146, 0.786, 13.196, -5.976, -1.166, -7.631, 0.915, -1.868),
    ),
    "lexical": (
        *(-1.923, -1.275, 4.662, 1.853, 6.583, 1.031, 2.304),
        *(0.421, 0.000, 0.000, 0.000, 0.000, -7.934, 1.358, -0.563),
    ),
    "pivot": (
        *(-4.144, -0.975, 0.378, 0.387, 18.669, -4.993, 0.000),
        *(0.000, 4.653, 3.385, 0.461, -3.033, -8.923, 0.498, 3.698),
    ),
    "bare": (
        *(-0.095, 0.443, -1.738, -2.659, -1.283, 0.000, 0.000),
        *(0.000, 8.594, 5.881, -1.238, -3.378, -7.897, 1.478, -0.846),
    ),
}

COVERED = 0.4
MENTIONED = 0.2
