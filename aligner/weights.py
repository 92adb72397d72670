"""How much each signal says, and from which score on a statement covers or mentions a concept.

The weights are those of ``signals.FEATURES`` behind the intercept, by the coder's mode; ``benchmarks/fit_coding.py
--write`` fits them to our own coded texts and writes them here. The thresholds are chosen by hand on what it prints.
"""

WEIGHTS: dict[str, tuple[float, ...]] = {
    "exemplars": (
        *(-4.477, 1.492, 3.747, 1.170, 1.842, -1.507, 2.093),
        *(1.155, 0.781, 13.245, -6.027, -1.218, -7.422, 0.892, -1.813),
    ),
    "lexical": (
        *(-1.916, -1.285, 4.669, 1.851, 6.583, 0.986, 2.297),
        *(0.423, 0.000, 0.000, 0.000, 0.000, -7.866, 1.360, -0.566),
    ),
    "pivot": (
        *(-4.129, -1.177, 0.054, 0.213, 14.512, -4.590, 0.000),
        *(0.000, 4.525, 3.401, 0.470, -2.936, -9.269, 0.504, 4.087),
    ),
    "bare": (
        *(-0.095, 0.439, -1.736, -2.669, -1.313, 0.000, 0.000),
        *(0.000, 8.586, 5.889, -1.235, -3.382, -7.887, 1.479, -0.846),
    ),
}

COVERED = 0.35
MENTIONED = 0.2
