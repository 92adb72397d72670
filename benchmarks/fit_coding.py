"""Fit the weights of the coder's signals to our own coded texts, and write ``aligner/weights.py``.

    python benchmarks/fit_coding.py            print the fit, its calibration and the thresholds
    python benchmarks/fit_coding.py --write    and write the module

The texts are the exemplars, coded with tertium-core and correa-2023, and the five shipped documents, coded with
tertium-core; each passage is coded as if it (in both languages), or its whole document, were not among the coded
passages. One logistic regression serves all concepts of both taxonomies, so that a weight is no concept's own and a
score is a probability that means the same everywhere. Exemplars that were read to improve the cues teach the coder, but
take no part in the fit: cues find more in them than in texts never seen. Nothing here reads any other data.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from tertium.aligner.comparison import load_encoder
from tertium.aligner.exemplars import load_passages
from tertium.aligner.signals import FEATURES, Mode, SignalFinder, Signals
from tertium.aligner.texts import Text
from tertium.aligner.weights import WEIGHTS
from tertium.taxonomies import Taxonomy, load_taxonomy

CODED = ("tertium-core", "correa-2023")
TARGET = Path(__file__).parent.parent / "aligner" / "weights.py"


def signals(mode: Mode, name: str, encoder: object) -> tuple[Signals, np.ndarray, np.ndarray]:
    """Signals, truth (passages x concepts) and group of each passage."""
    taxonomy = load_taxonomy(name)
    passages = load_passages(taxonomy)
    finder = SignalFinder(stripped(taxonomy, mode), None if mode == "lexical" else encoder)
    passages = tuple(passage for passage in passages if not passage.read_for_cues)
    units = [Text(p.id, p.text, p.language, p.group, p.headings) for p in passages]
    truth = np.stack([passage.concepts for passage in passages])
    return finder.find(units), truth, np.array([passage.group for passage in passages])


def stripped(taxonomy: Taxonomy, mode: Mode) -> Taxonomy:
    """The taxonomy as one without exemplars (another name), and in mode bare without phrases."""
    if mode in ("exemplars", "lexical"):
        return taxonomy
    concepts = taxonomy.all_concepts
    if mode == "bare":
        concepts = tuple(replace(concept, cues={}, hints={}, exclusions={}) for concept in concepts)
    return replace(taxonomy, name="somebody's", sha256=mode, all_concepts=concepts)


def folds(groups: np.ndarray, count: int = 5) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    names = sorted(set(groups))
    place = {name: k % count for k, name in enumerate(names)}
    fold = np.array([place[name] for name in groups])
    for k in range(count):
        yield fold != k, fold == k


def fit(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Intercept and weights; every feature on its own scale is shrunk alike."""
    rows = values.reshape(-1, values.shape[-1])
    scale = rows.std(axis=0)
    scale[scale == 0] = 1
    model = LogisticRegression(C=1.0, max_iter=5000).fit(rows / scale, truth.ravel())
    return np.concatenate([model.intercept_, model.coef_[0] / scale])


def chances(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(values @ weights[1:] + weights[0])))


def micro(truth: np.ndarray, found: np.ndarray) -> float:
    return float(f1_score(truth.ravel(), found.ravel()))


def report(mode: str, truth: np.ndarray, held_out: np.ndarray) -> None:
    places = np.minimum((held_out * 10).astype(int), 9)
    print(f"\n{mode}: {len(truth)} pairs of passage and concept, held out in fifths")
    error = 0.0
    for k in range(10):
        inside = places == k
        if inside.any():
            error += inside.mean() * abs(held_out[inside].mean() - truth[inside].mean())
            said, true = held_out[inside].mean(), truth[inside].mean()
            print(f"  {k / 10:.1f}-{(k + 1) / 10:.1f} {inside.sum():>7} said {said:.3f} true {true:.3f}")
    print(f"  expected calibration error {error:.4f}")
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        print(f"  from {threshold:.2f}: micro-F1 {micro(truth, held_out >= threshold):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    encoder = load_encoder()
    found = {}
    for mode in ("exemplars", "lexical", "pivot", "bare"):
        # The pivot is tertium-core itself, so that only the other taxonomy can be fitted through it.
        names = CODED if mode in ("exemplars", "lexical") else CODED[1:]
        parts = [signals(mode, name, encoder) for name in names]
        width = parts[0][0].values.shape[-1]
        held_out = [np.zeros(truth.shape) for _, truth, _ in parts]
        splits = [list(folds(groups)) for _, _, groups in parts]
        for k in range(5):
            values = np.vstack(
                [s.values[split[k][0]].reshape(-1, width) for (s, _, _), split in zip(parts, splits, strict=True)]
            )
            truth = np.concatenate([t[split[k][0]].ravel() for (_, t, _), split in zip(parts, splits, strict=True)])
            weights = fit(values, truth)
            for (s, _, _), split, target in zip(parts, splits, held_out, strict=True):
                target[split[k][1]] = chances(s.values[split[k][1]], weights)
        truth = np.concatenate([t.ravel() for _, t, _ in parts])
        report(mode, truth, np.concatenate([h.ravel() for h in held_out]))
        found[mode] = fit(np.vstack([s.values.reshape(-1, width) for s, _, _ in parts]), truth)
        for feature, weight in zip(("(intercept)", *FEATURES), found[mode], strict=True):
            print(f"  {feature:<20}{weight:8.2f}")
        WEIGHTS[mode] = tuple(found[mode])  # the pivot codes with those of "exemplars"
    if options.write:
        write(found)


def write(found: dict[str, np.ndarray]) -> None:
    text = TARGET.read_text(encoding="utf-8")
    head, _, rest = text.partition("WEIGHTS")
    tail = rest[rest.index("\n}\n") + 3 :]
    known = dict.fromkeys(("exemplars", "lexical", "pivot", "bare"), np.zeros(1 + len(FEATURES))) | found
    lines = []
    for mode, weights in known.items():
        numbers = [f"{weight:.3f}" for weight in weights]
        lines.append(
            f'    "{mode}": (\n        *({", ".join(numbers[:7])}),\n        *({", ".join(numbers[7:])}),\n    ),\n'
        )
    TARGET.write_text(f"{head}WEIGHTS: dict[str, tuple[float, ...]] = {{\n{''.join(lines)}}}\n{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
