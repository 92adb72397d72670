"""How well whole sets of concepts are found, where every concept that applies is known, beside what a user would try.

    python benchmarks/complete.py corpus
    python benchmarks/complete.py provisions [--parallel PARALLEL.jsonl]
    python benchmarks/complete.py speed

``corpus`` is tertium-core on the five shipped documents in both languages, against what their readers settled; a
document is coded as if its own readings were not among the coded passages. ``provisions`` is correa-2023 on 100
provisions of laws, company codes, risk lists and a declaration (``provisions.csv``): 70 written for this, in both
languages, and 30 of PARALLEL (a line each: ``document``, ``provision``, ``en``, ``zh``), without which they are left
out. They teach nothing to the coder. ``speed`` times the full coding of texts never encoded before, and the
lexical engine.

TF-IDF with logistic regression learns from the other documents (or from four fifths of the provisions); the keyword
list has the words of the concepts' labels; raw vectors have the threshold that is best on these very data.
"""

import argparse
import csv
import json
import time
from pathlib import Path

import numpy as np
from coding import Data, Scores, by_concept, calibration_error, keywords, raw_vectors, sets, show, tf_idf
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from tertium.aligner.coding import COVERED, Coder
from tertium.aligner.comparison import load_coder
from tertium.aligner.encoder import EmbeddedEncoder
from tertium.aligner.inference import find_agreement
from tertium.aligner.readings import read_reference
from tertium.corpus.catalogue import SHIPPED, load_edition, shipped
from tertium.corpus.document import LANGUAGES, Language
from tertium.corpus.splitting import make_provision
from tertium.taxonomies import load_taxonomy
from tertium.taxonomies.exemplars import load_exemplars

PROVISIONS = Path(__file__).parent / "provisions.csv"


def documents(language: Language) -> Data:
    taxonomy = load_taxonomy()
    units, truth, names = [], [], []
    for document in shipped().documents():
        codes = read_reference(SHIPPED / document.id / "codings.csv")
        for statement in load_edition(f"{document.id}@{language}").statements:
            units.append(statement)
            names.append(document.id)
            truth.append([concept.id in codes[statement.id] for concept in taxonomy.concepts])
    return Data([unit.id for unit in units], np.array(names), units, np.array(truth, dtype=int), taxonomy)


def provisions(language: Language, parallel: Path | None, column: str = "settled") -> Data:
    taxonomy = load_taxonomy("correa-2023")
    other = {}
    if parallel:
        lines = map(json.loads, parallel.read_text(encoding="utf-8").splitlines())
        other = {f"{line['document']}#{line['provision']}": line[language] for line in lines}
    with PROVISIONS.open(encoding="utf-8", newline="") as file:
        rows = [row | {"text": row[language] or other.get(row["id"], "")} for row in csv.DictReader(file)]
    rows = [row for row in rows if row["text"]]
    units = [make_provision("provisions", r["id"], r["text"], (0, len(r["text"])), language) for r in rows]
    truth = [[concept.id in row[column].split("; ") for concept in taxonomy.concepts] for row in rows]
    groups = np.array([str(k % 5) for k in range(len(rows))])
    return Data([row["id"] for row in rows], groups, units, np.array(truth, dtype=int), taxonomy)


def trained(data: Data) -> Scores:
    scores = np.zeros(data.truth.shape)
    for fit, test in GroupKFold(5).split(data.texts, groups=data.documents):
        features = tf_idf()
        seen = features.fit_transform([data.texts[k] for k in fit])
        new = features.transform([data.texts[k] for k in test])
        for column in range(scores.shape[1]):
            if 0 < data.truth[fit, column].sum() < len(fit):
                model = LogisticRegression(C=10, max_iter=2000, class_weight="balanced")
                scores[test, column] = model.fit(seen, data.truth[fit, column]).predict_proba(new)[:, 1]
    return scores


def compare(data: Data, language: str, title: str) -> Scores:
    """Prints one table; returns tertium's scores."""
    figures = []
    begin = time.perf_counter()
    mine = load_coder(data.taxonomy).code(data.passages).scores
    figures.append(("tertium", sets(data, mine), time.perf_counter() - begin))
    begin = time.perf_counter()
    lexical = load_coder(data.taxonomy, None).code(data.passages).scores
    figures.append(("tertium, engine lexical", sets(data, lexical), time.perf_counter() - begin))
    begin = time.perf_counter()
    figures.append(("keyword list", sets(data, keywords(data, language), 1), time.perf_counter() - begin))
    begin = time.perf_counter()
    raw = raw_vectors(data, language)
    best = max(np.arange(0.1, 0.8, 0.02), key=lambda threshold: sets(data, raw, threshold)["micro-F1"])
    figures.append((f"raw vectors from {best:.2f}", sets(data, raw, best), time.perf_counter() - begin))
    begin = time.perf_counter()
    figures.append(("TF-IDF + logistic regression", sets(data, trained(data), 0.5), time.perf_counter() - begin))
    show(f"{title}, {language}: {len(data.ids)} passages", figures)
    return mine


def parity(scores: dict[str, Scores]) -> None:
    english, chinese = (scores[code] for code in ("en", "zh"))
    one, other = english >= COVERED, chinese >= COVERED
    union = (one | other).sum(axis=1)
    jaccard = np.where(union == 0, 1, (one & other).sum(axis=1) / np.maximum(union, 1))
    coded = (english.max(axis=1) >= COVERED) & (chinese.max(axis=1) >= COVERED)
    first = (english.argmax(axis=1) == chinese.argmax(axis=1))[coded]
    print(
        f"\nzh against en: Jaccard of the sets {jaccard.mean():.3f} (n = {len(jaccard)}); first concept the same "
        f"{first.mean():.3f} (n = {len(first)}, those with a concept in both)"
    )


def reliability(truth: np.ndarray, scores: Scores) -> None:
    print("\nscore       pairs   mean score   share right")
    places = np.minimum((scores * 10).astype(int), 9)
    for place in range(10):
        inside = places == place
        if inside.any():
            said, right = scores[inside].mean(), truth[inside].mean()
            print(f"{place / 10:.1f}-{(place + 1) / 10:.1f}  {inside.sum():>8}   {said:10.3f}   {right:11.3f}")
    likely = scores >= 0.1
    print(
        f"expected calibration error: all pairs {calibration_error(truth, scores):.4f}; "
        f"those of at least .1 {calibration_error(truth[likely], scores[likely]):.4f} (n = {likely.sum()})"
    )


def together(data: dict[Language, Data], scores: dict[Language, Scores]) -> tuple[np.ndarray, Scores]:
    """Truth and scores of all pairs in both languages, in one row each."""
    return (
        np.concatenate([data[code].truth.ravel() for code in LANGUAGES]),
        np.concatenate([scores[code].ravel() for code in LANGUAGES]),
    )


def corpus() -> None:
    data = {code: documents(code) for code in LANGUAGES}
    scores = {code: compare(data[code], code, "tertium-core, five documents") for code in LANGUAGES}
    for code in LANGUAGES:
        names = sorted(set(data[code].documents))
        places = [(name, data[code].documents == name) for name in names]
        rows = [(name, sets(data[code].only(inside), scores[code][inside]), 0.0) for name, inside in places]
        show(f"by document, {code}", rows)
    parity(scores)
    reliability(*together(data, scores))
    by_concept(data, scores)
    readers: dict[str, dict[str, frozenset[str]]] = {"english_reader": {}, "chinese_reader": {}}
    for name, codes in readers.items():
        for document in shipped().documents():
            codes.update(read_reference(SHIPPED / document.id / "codings.csv", name))
    agreement(readers, [concept.id for concept in load_taxonomy().concepts])


def agreement(readers: dict[str, dict[str, frozenset[str]]], concepts: list[str]) -> None:
    found = find_agreement(*readers.values(), concepts)
    low, high = found.alpha_interval
    print(f"\ntwo readers on {found.n} passages: F1 {found.f1:.3f}")
    print(f"alpha with MASI {found.alpha:.3f}, 95 % interval {low:.3f} to {high:.3f}")
    for concept, kappa in found.kappa.items():
        one, other = found.counts[concept]
        print(f"  {concept:<22}{one:>4}{other:>4}   kappa {'  –  ' if kappa is None else f'{kappa:.3f}'}")


def provisions_report(parallel: Path | None) -> None:
    data = {code: provisions(code, parallel) for code in LANGUAGES}
    scores = {code: compare(data[code], code, "correa-2023, other provisions") for code in LANGUAGES}
    parity(scores)
    reliability(*together(data, scores))
    concepts = [concept.id for concept in data["en"].taxonomy.concepts]
    readers = {}
    for name in ("english_reader", "chinese_reader"):
        coded = provisions("en", parallel, name)
        readers[name] = {
            unit: frozenset(c for c, on in zip(concepts, row, strict=True) if on)
            for unit, row in zip(coded.ids, coded.truth, strict=True)
        }
    agreement(readers, concepts)


def speed() -> None:
    """Texts that no cache knows: exemplars with a number behind them."""
    for code in LANGUAGES:
        texts = [exemplar.texts[code] for exemplar in load_exemplars(load_taxonomy())]
        texts = [f"{text} ({number})" for number, text in enumerate(texts)]
        units = [make_provision("x", str(k), text, (0, len(text)), code) for k, text in enumerate(texts)]
        rates = []
        for encoder, part in ((EmbeddedEncoder(), units[:150]), (None, units)):
            coder = Coder(load_taxonomy(), encoder)
            coder.code(part[:5])
            begin = time.perf_counter()
            coder.code(part)
            rates.append(sum(len(unit.statements) for unit in part) / (time.perf_counter() - begin))
        full, lexical = rates
        print(f"{code}: full {full:.0f} statements/s, lexical {lexical:.0f} statements/s, ratio {lexical / full:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["corpus", "provisions", "speed"])
    parser.add_argument("--parallel", type=Path)
    options = parser.parse_args()
    if options.what == "corpus":
        corpus()
    elif options.what == "provisions":
        provisions_report(options.parallel)
    else:
        speed()


if __name__ == "__main__":
    main()
