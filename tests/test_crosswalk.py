"""Crosswalks invert rightly, compose, and come back from their files."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertium.corpus.errors import FormatError, TertiumError
from tertium.taxonomies import load_taxonomy
from tertium.taxonomies.catalogue import SHIPPED
from tertium.taxonomies.crosswalk import PREDICATES, Crosswalk, Link, load_crosswalk, read_sssom, to_sssom
from tertium.taxonomies.taxonomy import Concept, Taxonomy

TWO_ENDED = [relation for relation in PREDICATES if relation != "no counterpart"]
NAMES = st.sampled_from("abcd")


def crosswalk(*links, source="one", target="two"):
    return Crosswalk(source, target, tuple(Link(*link) for link in links))


@given(st.lists(st.tuples(NAMES, st.sampled_from(TWO_ENDED), NAMES), max_size=6, unique=True))
def test_reversing_twice_is_the_same(links):
    walk = crosswalk(*links)
    assert set(walk.reverse().reverse().links) == set(walk.links)
    assert walk.reverse().vague == walk.vague


def test_broader_becomes_narrower_when_reversed():
    back = crosswalk(("a", "broader", "b"), ("c", "no counterpart", ""), ("", "no counterpart", "d")).reverse()
    assert set(back.links) == {
        *(Link("b", "narrower", "a"), Link("", "no counterpart", "c"), Link("d", "no counterpart", ""))
    }
    assert (back.source, back.target) == ("two", "one")


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ("equal", "equal", "equal"),
        ("equal", "broader", "broader"),
        ("close", "narrower", "narrower"),
        ("broader", "broader", "broader"),
        ("broader", "narrower", "related"),
        ("related", "equal", "related"),
        ("related", "broader", "related"),
        ("close", "close", "close"),
    ],
)
def test_two_relations_in_a_row(first, second, result):
    walk = crosswalk(("a", first, "b")).compose(crosswalk(("b", second, "c"), source="two", target="three"))
    assert walk.links == (Link("a", result, "c", "by way of b"),)
    assert walk.made == "composed"


@given(st.sampled_from(TWO_ENDED), st.sampled_from(TWO_ENDED))
def test_composing_and_reversing_agree(first, second):
    there = crosswalk(("a", first, "b"))
    on = crosswalk(("b", second, "c"), source="two", target="three")
    assert there.compose(on).reverse().links == on.reverse().compose(there.reverse()).links


def test_what_no_way_leads_to_has_no_counterpart():
    walk = crosswalk(("a", "equal", "b"), ("x", "no counterpart", ""))
    on = crosswalk(("b", "no counterpart", ""), ("", "no counterpart", "y"), source="two", target="three")
    assert set(walk.compose(on).links) == {
        *(Link("a", "no counterpart", ""), Link("x", "no counterpart", ""), Link("", "no counterpart", "y"))
    }


def test_the_most_telling_of_several_ways_stays():
    walk = crosswalk(("a", "related", "b"), ("a", "equal", "c"))
    on = crosswalk(("b", "equal", "z"), ("c", "broader", "z"), source="two", target="three")
    assert [link.relation for link in walk.compose(on).links] == ["broader"]


def test_crosswalks_that_do_not_meet_are_refused():
    with pytest.raises(TertiumError, match="do not meet"):
        crosswalk().compose(crosswalk(source="three", target="four"))


def small(name, *ids):
    return Taxonomy(name, "1", {"en": name}, "", "", "", tuple(Concept(i, {"en": i.upper()}) for i in ids))


def test_sssom_comes_back_equal(tmp_path):
    source, target = small("one", "a", "b"), small("two", "c", "d")
    walk = crosswalk(
        ("a", "broader", "c", "wider"), ("b", "no counterpart", "", "nothing there"), ("", "no counterpart", "d", "")
    )
    path = tmp_path / "x.sssom.tsv"
    path.write_text(to_sssom(walk, source, target), encoding="utf-8")
    assert read_sssom(path, source, target) == walk


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("skos:broadMatch", "skos:wideMatch", r"x\.sssom\.tsv:10: predicate 'skos:wideMatch'"),
        ("two:c", "two:z", r"x\.sssom\.tsv:10: id 'two:z'"),
        ("two:c", "sssom:NoTermFound", "with it only"),
        ("one:b", "one:a", "nothing on one: b"),
    ],
)
def test_a_faulty_crosswalk_is_refused(tmp_path, old, new, found):
    source, target = small("one", "a", "b"), small("two", "c")
    walk = crosswalk(("a", "broader", "c"), ("b", "no counterpart", ""))
    path = tmp_path / "x.sssom.tsv"
    path.write_text(to_sssom(walk, source, target).replace(old, new), encoding="utf-8")
    with pytest.raises(FormatError, match=found):
        read_sssom(path, source, target)


FILES = sorted(SHIPPED.glob("*.sssom.tsv"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_shipped_crosswalks_are_whole_and_seldom_vague(path):
    source, _, target = path.name.removesuffix(".sssom.tsv").partition("--")
    walk = load_crosswalk(source, target)
    assert walk.vague < 0.2
    back = load_crosswalk(target, source)
    assert set(back.reverse().links) == set(walk.links)
    assert path.read_text(encoding="utf-8") == to_sssom(walk, load_taxonomy(source), load_taxonomy(target))


@pytest.mark.parametrize(
    ("one", "other"), list(permutations([path.name.split("--")[1][:-10] for path in FILES][:4], 2))
)
def test_any_two_shipped_taxonomies_have_a_crosswalk(one, other):
    walk = load_crosswalk(one, other)
    assert walk.made == "composed"
    assert {link.source for link in walk.links if link.source} >= {c.id for c in load_taxonomy(one).concepts}
