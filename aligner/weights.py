"""How much each signal says, and from which score on a statement covers or mentions a concept.

The weights are those of ``signals.FEATURES`` behind the intercept, by the coder's mode; ``benchmarks/fit_coding.py
--write`` fits them to our own coded texts and writes them here. The thresholds are chosen by hand on what it prints.
"""

WEIGHTS: dict[str, tuple[float, ...]] = {
    "exemplars": (
        *(-4.482, 1.529, 3.749, 1.195, 1.841, -1.538, 2.084),
        *(1.093, 0.842, 13.190, -6.045, -1.206, -7.527, 0.886, -1.817),
    ),
    "lexical": (
        *(-1.966, -1.285, 4.682, 1.883, 6.571, 0.986, 2.306),
        *(0.414, 0.000, 0.000, 0.000, 0.000, -7.897, 1.344, -0.533),
    ),
    "pivot": (
        *(-4.265, -1.005, -0.063, 0.256, 14.830, -4.875, 0.000),
        *(0.000, 4.575, 3.533, 0.164, -2.791, -9.209, 0.470, 4.163),
    ),
    "bare": (
        *(-0.094, 0.439, -1.692, -2.716, -1.298, 0.000, 0.000),
        *(0.000, 8.601, 5.936, -1.488, -3.470, -7.797, 1.483, -0.824),
    ),
}

COVERED = 0.35
MENTIONED = 0.2
