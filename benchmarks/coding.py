"""How well statements are coded, beside what a user would try first.

    python benchmarks/coding.py DATA.jsonl [--taxonomy NAME] [--documents DOCUMENTS.jsonl] [--half a|b|all] [--complete]

DATA has a passage a line: ``id``, ``document``, ``text``, ``labels`` (concept ids), and may have ``lang``. Where each
passage was quoted for one principle, the label is one of several that would be right: then the figures are whether it
comes first, or among the first three, and the macro-F1 of the first. With ``--complete`` the labels are all that apply,
and the sets are compared: precision, recall and F1 (micro and macro), and how often "none" is said where none is meant.
``--documents`` (``document``, ``labels``) adds F1 and Cohen's kappa of the concepts that each document covers.

Half ``a`` are the documents whose hashed name is even: they may be read to mend cues. Half ``b`` never is; that is the
figure to report. TF-IDF with logistic regression is trained on the labelled passages, cross-validated by document; all
other methods know the taxonomy only. "without cues" is the same taxonomy with labels and definitions alone, as a user
may bring it. ``complete.py`` measures tertium-core and whole sets on texts of our own.
"""

import argparse
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, f1_score, precision_recall_fscore_support
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import FeatureUnion, make_pipeline, make_union

from tertium.aligner.coding import COVERED
from tertium.aligner.comparison import load_coder
from tertium.corpus.document import Unit
from tertium.corpus.splitting import detect_language, make_provision
from tertium.taxonomies import Taxonomy, load_taxonomy

Scores = np.ndarray


@dataclass(frozen=True)
class Data:
    ids: list[str]
    documents: np.ndarray
    passages: list[Unit]
    truth: np.ndarray  # passages x concepts, 0 or 1
    taxonomy: Taxonomy

    def only(self, rows: np.ndarray) -> "Data":
        kept = [k for k, on in enumerate(rows) if on]
        passages = [self.passages[k] for k in kept]
        return Data([self.ids[k] for k in kept], self.documents[rows], passages, self.truth[rows], self.taxonomy)

    @property
    def texts(self) -> list[str]:
        return [passage.text for passage in self.passages]


def read(path: Path, taxonomy: Taxonomy, half: str) -> Data:
    concepts = [concept.id for concept in taxonomy.concepts]
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if half == "all" or half == half_of(row["document"])]
    passages = []
    for row in rows:
        language = row.get("lang") if row.get("lang") in ("zh", "en") else detect_language(row["text"])
        passages.append(make_provision(row["document"], row["id"], row["text"], (0, len(row["text"])), language))
    truth = np.array([[concept in row["labels"] for concept in concepts] for row in rows], dtype=int)
    return Data([row["id"] for row in rows], np.array([row["document"] for row in rows]), passages, truth, taxonomy)


def half_of(document: str) -> str:
    return "ab"[hashlib.sha256(document.encode()).digest()[0] % 2]


def tertium(data: Data) -> Scores:
    return load_coder(data.taxonomy).code(data.passages).scores


def without_cues(data: Data) -> Scores:
    """The taxonomy as somebody brings it who has only labels and definitions."""
    concepts = tuple(replace(c, cues={}, hints={}, exclusions={}) for c in data.taxonomy.all_concepts)
    bare = replace(data.taxonomy, name="somebody's", sha256="", all_concepts=concepts)
    return load_coder(bare).code(data.passages).scores


def keywords(data: Data, language: str = "en") -> Scores:
    """How often the words of each concept's label occur: the list that one writes in five minutes."""
    split = re.compile(r"[\s/,、与和]+")
    lists = [
        [w.lower() for w in split.split(c.label(language)) if len(w) > (3 if language == "en" else 1)]
        for c in data.taxonomy.concepts
    ]
    return np.array(
        [[sum(text.lower().count(word) for word in words) for words in lists] for text in data.texts], float
    )


def raw_vectors(data: Data, language: str = "en") -> Scores:
    """Cosine of the passage with label and definition."""
    encoder = load_coder(data.taxonomy).encoder
    meant = encoder.encode([f"{c.label(language)}. {c.definition(language)}" for c in data.taxonomy.concepts])
    return encoder.encode(data.texts) @ meant.T


def tf_idf() -> FeatureUnion:
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
    )


def trained(data: Data) -> Scores:
    """TF-IDF of words and characters with logistic regression, each document coded by a model that never saw it."""
    label = data.truth.argmax(axis=1)
    scores = np.zeros(data.truth.shape)
    for fit, test in GroupKFold(5).split(data.texts, label, data.documents):
        model = make_pipeline(tf_idf(), LogisticRegression(C=10, max_iter=2000, class_weight="balanced"))
        model.fit([data.texts[i] for i in fit], label[fit])
        chances = model.predict_proba([data.texts[i] for i in test])
        scores[np.ix_(test, model.classes_)] = chances
    return scores


METHODS: dict[str, Callable[[Data], Scores]] = {
    "tertium": tertium,
    "tertium without cues": without_cues,
    "keyword list": keywords,
    "raw vectors": raw_vectors,
    "TF-IDF + logistic regression": trained,
}


def ranked(data: Data, scores: Scores) -> dict[str, float]:
    order = np.argsort(-scores, axis=1, kind="stable")
    rows = np.arange(len(scores))[:, None]
    hits = data.truth[rows, order]
    first, label = order[:, 0], data.truth.argmax(axis=1)
    return {
        "first": hits[:, 0].mean(),
        "first three": hits[:, :3].any(axis=1).mean(),
        "macro-F1": f1_score(label, first, average="macro", labels=sorted(set(label)), zero_division=0),
    }


def sets(data: Data, scores: Scores, threshold: float = COVERED) -> dict[str, float]:
    found = (scores >= threshold).astype(int)
    precision, recall, micro, _ = precision_recall_fscore_support(data.truth, found, average="micro", zero_division=0)
    used = data.truth.any(axis=0)
    none = ~data.truth.any(axis=1)
    return {
        "precision": precision,
        "recall": recall,
        "micro-F1": micro,
        "macro-F1": f1_score(data.truth[:, used], found[:, used], average="macro", zero_division=0),
        "none-recall": float((~found.any(axis=1))[none].mean()) if none.any() else float("nan"),
        "ECE": calibration_error(data.truth.ravel(), np.clip(scores, 0, 1).ravel()),
    }


def calibration_error(truth: np.ndarray, scores: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: mean distance of score and share of right ones in bins of equal width."""
    place = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [(place == k).mean() * abs(scores[place == k].mean() - truth[place == k].mean()) for k in set(place)]
    return float(sum(gaps))


def confusions(data: Data, scores: Scores, most: int = 12) -> None:
    """Which concept came first instead of the label, the most frequent pairs."""
    ids = [concept.id for concept in data.taxonomy.concepts]
    first = scores.argmax(axis=1)
    wrong = Counter(
        (ids[label.argmax()], ids[found]) for label, found in zip(data.truth, first, strict=True) if not label[found]
    )
    print("\nlabel and the concept that came first instead")
    for (label, found), count in wrong.most_common(most):
        print(f"  {count:>3}  {label} -> {found}")


def by_concept(data: Mapping[str, Data], scores: Mapping[str, Scores]) -> None:
    """For each concept how often it applies, is found rightly, is found wrongly and missed, in each language."""
    print(f"\n{'concept':<24}", *(f"{code}: true  right  wrong missed" for code in data))
    for column, concept in enumerate(next(iter(data.values())).taxonomy.concepts):
        cells = []
        for code, part in data.items():
            true, found = part.truth[:, column] == 1, scores[code][:, column] >= COVERED
            cells.append(f"{true.sum():8}{(true & found).sum():7}{(~true & found).sum():7}{(true & ~found).sum():7}")
        print(f"{concept.id:<24}", *cells)


def by_document(data: Data, scores: Scores, path: Path) -> dict[str, float]:
    concepts = [concept.id for concept in data.taxonomy.concepts]
    known = {row["document"]: row["labels"] for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    names = sorted(set(data.documents) & set(known))
    truth = np.array([[concept in known[name] for concept in concepts] for name in names], dtype=int)
    found = np.array([(scores[data.documents == name] >= COVERED).any(axis=0) for name in names], dtype=int)
    return {
        "document F1": f1_score(truth, found, average="micro"),
        "document kappa": cohen_kappa_score(truth.ravel(), found.ravel()),
    }


def show(title: str, figures: Sequence[tuple[str, dict[str, float], float]]) -> None:
    print(f"\n{title}")
    print(f"{'':<30}", *(f"{name:>13}" for name in figures[0][1]), f"{'seconds':>9}")
    for name, values, seconds in figures:
        print(f"{name:<30}", *(f"{value:13.3f}" for value in values.values()), f"{seconds:9.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--taxonomy", default="correa-2023")
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--half", choices=["a", "b", "all"], default="b")
    parser.add_argument("--complete", action="store_true")
    options = parser.parse_args()
    taxonomy = load_taxonomy(options.taxonomy)
    data = read(options.data, taxonomy, options.half)
    everything = read(options.data, taxonomy, "all")
    chosen = np.isin(everything.ids, data.ids)
    figures = []
    for name, method in METHODS.items():
        begin = time.perf_counter()
        # The trained one may learn from all other documents, read or not; scores are those of the chosen half.
        scores = method(everything)[chosen] if name.startswith("TF-IDF") else method(data)
        seconds = time.perf_counter() - begin
        values = sets(data, scores) if options.complete else ranked(data, scores)
        if options.documents:
            values |= by_document(data, scores, options.documents)
        figures.append((name, values, seconds))
    title = (
        f"{options.data.name}, half {options.half}: {len(data.ids)} passages of {len(set(data.documents))} documents"
    )
    show(f"{title}, {options.taxonomy}", figures)
    if not options.complete:
        confusions(data, tertium(data))


if __name__ == "__main__":
    main()
