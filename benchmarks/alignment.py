"""How well ``align`` pairs what belongs together, beside what a user would try first.

    python benchmarks/alignment.py [DATA]

Without DATA: the Chinese and English editions of each shipped document are paired statement by statement. DATA is a
folder that may hold ``parallel*.jsonl`` (document, provision, zh, en: the same unit in both languages) and folders with
``source.csv``, ``target.csv`` (id, heading, text) and ``related.csv`` (source_id, target_id: pairs that people mapped).
Printed: share of units whose counterpart comes first (mean of both directions), average precision of the ranking of all
pairs, seconds, and each method's figure as a ratio to tertium's. Also what the scores of equal and of other statements
are, the calibration that similarity.py's constants rest on.
"""

import csv
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score

from tertium.aligner import similarity
from tertium.aligner.alignment import align_coded
from tertium.aligner.comparison import load_coder
from tertium.corpus.catalogue import load_edition, shipped
from tertium.corpus.document import Unit

CODER = load_coder()
Matrix = np.ndarray
Method = Callable[[Sequence[Unit], Sequence[Unit]], Matrix]


def tertium(source: Sequence[Unit], target: Sequence[Unit]) -> Matrix:
    return align_coded(CODER.code(source), CODER.code(target), CODER.encoder).similarity.score


def raw_vectors(source: Sequence[Unit], target: Sequence[Unit]) -> Matrix:
    left, right = (CODER.encoder.encode([unit.text for unit in units]) for units in (source, target))
    return left @ right.T


def corrected_vectors(source: Sequence[Unit], target: Sequence[Unit]) -> Matrix:
    return similarity.correct_hubs(raw_vectors(source, target).astype(float))


def tfidf(source: Sequence[Unit], target: Sequence[Unit]) -> Matrix:
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)).fit_transform(
        [u.text for u in (*source, *target)]
    )
    return (vectors[: len(source)] @ vectors[len(source) :].T).toarray()


METHODS: dict[str, Method] = {
    "tertium": tertium,
    "raw vectors": raw_vectors,
    "vectors, hubs corrected": corrected_vectors,
    "TF-IDF": tfidf,
}


def first_right(score: Matrix) -> float:
    """Share of rows and of columns whose best entry is on the diagonal."""
    right = np.arange(len(score))
    return float(((score.argmax(axis=1) == right).mean() + (score.argmax(axis=0) == right).mean()) / 2)


def editions() -> Iterator[tuple[str, Sequence[Unit], Sequence[Unit]]]:
    for document in shipped().documents():
        yield document.id, load_edition(f"{document.id}@zh").statements, load_edition(f"{document.id}@en").statements


def parallel(folder: Path) -> Iterator[tuple[str, Sequence[Unit], Sequence[Unit]]]:
    for path in sorted(folder.glob("parallel*.jsonl")):
        documents = defaultdict(list)
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            documents[row["document"]].append(row)
        for name, rows in documents.items():
            with tempfile.TemporaryDirectory() as temporary:
                sides = []
                for code in ("zh", "en"):
                    file = Path(temporary) / f"{code}.csv"
                    with file.open("w", encoding="utf-8", newline="") as stream:
                        csv.writer(stream).writerows([("id", "text"), *((row["provision"], row[code]) for row in rows)])
                    sides.append(load_edition(str(file)).units("provision"))
            yield name, sides[0], sides[1]


def crosswalks(folder: Path) -> Iterator[tuple[str, Sequence[Unit], Sequence[Unit], Matrix]]:
    for path in sorted(folder.glob("**/related.csv")):
        sides = [load_edition(str(path.parent / f"{side}.csv")).units("provision") for side in ("source", "target")]
        with path.open(encoding="utf-8", newline="") as stream:
            related = {(row["source_id"], row["target_id"]) for row in csv.DictReader(stream)}
        names = [[unit.id.partition("#")[2] for unit in units] for units in sides]
        yield path.parent.name, sides[0], sides[1], np.array([[(s, t) in related for t in names[1]] for s in names[0]])


def report(title: str, sides: tuple[Sequence[Unit], Sequence[Unit]], measure: Callable[[Matrix], float]) -> None:
    print(f"\n{title}: {len(sides[0])} x {len(sides[1])}")
    figures = {}
    for name, method in METHODS.items():
        method(*sides)  # fills the vector cache, so that times are those of the method
        begin = time.perf_counter()
        figures[name] = (measure(method(*sides)), time.perf_counter() - begin)
        value, seconds = figures[name]
        print(f"  {name:<26}{value:7.3f}   ratio {value / figures['tertium'][0]:5.2f}   {seconds:6.2f} s")


def calibration() -> None:
    print("\nscores of equal statements (zh and en edition) and of all others; quantiles .05 .5 .95")
    for name, source, target in editions():
        score = tertium(source, target)
        equal, other = np.diag(score), score[~np.eye(len(score), dtype=bool)]
        print(
            f"  {name:<16}", *(" ".join(f"{q:.2f}" for q in np.quantile(v, [0.05, 0.5, 0.95])) for v in (equal, other))
        )


def neighbours() -> None:
    print("\nshare right by number of neighbours in hub correction (vectors alone)")
    for count in (1, 2, 3, 5, 10):
        right = [first_right(similarity.correct_hubs(raw_vectors(s, t).astype(float), count)) for _, s, t in editions()]
        print(f"  {count:>2}  {np.mean(right):.4f}")


def main() -> None:
    for name, source, target in editions():
        report(f"{name} zh-en, counterpart first", (source, target), first_right)
    for folder in map(Path, sys.argv[1:2]):
        for name, source, target in parallel(folder):
            report(f"{name} zh-en, counterpart first", (source, target), first_right)
        for name, source, target, related in crosswalks(folder):
            report(
                f"{name}, average precision of {related.sum()} pairs",
                (source, target),
                lambda score, related=related: float(average_precision_score(related.ravel(), score.ravel())),
            )
    calibration()
    neighbours()


if __name__ == "__main__":
    main()
