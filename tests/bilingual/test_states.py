"""Each state of a text, on a product small enough to know by heart."""

from __future__ import annotations

import pytest

from perms_graph.bilingual import Ledger, Pair, digest, one_language, product
from perms_graph.errors import FileError

from .conftest import ALIKE, DATA, PO, QUESTION, SHAPE, TERM, Product

LABEL = "terms/perms:Body/rdfs:label"
DEFINITION = "terms/perms:Body/skos:definition"
MESSAGE = "shapes/psh:BodyShape/sh:sparql/sh:message"
SENTENCE = "interface/show-n-bodies-5efef639"


def test_texts_of_every_kind_are_found_under_a_key_that_can_be_read(small: Product) -> None:
    assert small.states("terms", "shapes", "questions", "interface", "data") == {
        LABEL: "unreviewed",
        DEFINITION: "unreviewed",
        MESSAGE: "unreviewed",
        "shapes/psh:BodyShape/rdfs:label": "unreviewed",
        "questions/bodies/title": "unreviewed",
        SENTENCE: "unreviewed",
        "data/id:body/one/skos:prefLabel": "unreviewed",
        "data/id:body/one/skos:note": "later",
    }
    assert {f.pair.kind for f in small.judged().values()} >= {"rules", "sentences"}


def test_a_review_is_kept_with_its_day_and_a_record_without(small: Product) -> None:
    small.review()
    assert small.judged()[LABEL].state == "reviewed"
    entry = small.judged()[LABEL].entry
    assert entry is not None
    assert (entry.reviewed_on, entry.reviewed_by) == ("2026-01-02", "Ana")
    small.review(day="", by="")
    assert small.judged()[LABEL].state == "recorded"


@pytest.mark.parametrize(
    ("file", "before", "after", "key", "state"),
    [
        ("ontology/a.ttl", "A group that", "A body that", DEFINITION, "english-changed"),
        ("ontology/a.ttl", "Un groupe qui", "Une instance qui", DEFINITION, "french-changed"),
        ("shapes/a.ttl", "Name it", "Say its name", MESSAGE, "english-changed"),
        ("shapes/a.ttl", ' , "Nommez-la."@fr', "", MESSAGE, "missing"),
        ("ontology/a.ttl", '"body"@en , ', "", LABEL, "missing"),
        ("ontology/a.ttl", '"body"@en , "instance"@fr', '"body"', LABEL, "missing"),
        ("ontology/a.ttl", '"body"@en , "ins', '"plan"@en , "pla', LABEL, "together"),
        ("queries/overview/bodies.rq", "All", "Every", "questions/bodies/title", "english-changed"),
        (
            "queries/overview/bodies.rq",
            "#+ title.fr: Toutes les instances\n",
            "",
            "questions/bodies/title",
            "missing",
        ),
        (
            "locale/fr/LC_MESSAGES/messages.po",
            "Montrer",
            "Voir",
            SENTENCE,
            "french-changed",
        ),
        (
            "locale/fr/LC_MESSAGES/messages.po",
            "#: web/a.py",
            "#: web/a.py\n#, fuzzy",
            SENTENCE,
            "missing",
        ),
        ("data/register/a.trig", '"One"@en , ', "", "data/id:body/one/skos:prefLabel", "missing"),
        (
            "data/register/a.trig",
            '"Un"@fr',
            '"Une"@fr',
            "data/id:body/one/skos:prefLabel",
            "french-changed",
        ),
    ],
)
def test_one_edit_changes_one_state(
    small: Product, file: str, before: str, after: str, key: str, state: str
) -> None:
    small.review()
    texts = {
        "ontology/a.ttl": TERM,
        "shapes/a.ttl": SHAPE,
        "queries/overview/bodies.rq": QUESTION,
        "locale/fr/LC_MESSAGES/messages.po": PO,
        "data/register/a.trig": DATA,
    }
    assert before in texts[file]
    small.write(file, texts[file].replace(before, after))
    others = {k: s for k, s in small.states().items() if s not in {"reviewed", "later"}}
    assert others == {key: state}


def test_a_sentence_of_the_interface_in_new_words_is_another_sentence(small: Product) -> None:
    small.review()
    text = PO.replace("Show", "List").replace('"Montrer {n} instances"', '""')
    small.write("locale/fr/LC_MESSAGES/messages.po", text)
    states = small.states("interface")
    assert list(states.values()) == ["missing"]
    assert SENTENCE not in states


def test_a_changed_text_that_is_read_again_is_reviewed(small: Product) -> None:
    small.review()
    small.write("ontology/a.ttl", TERM.replace("A group that", "A body that"))
    assert small.states()[DEFINITION] == "english-changed"
    small.review(day="2026-02-03")
    assert small.states()[DEFINITION] == "reviewed"


def test_the_same_text_in_both_is_told_unless_a_list_gives_the_reason(small: Product) -> None:
    small.write("ontology/a.ttl", TERM.replace('"body"@en , "instance"', '"plan"@en , "plan"'))
    found = small.judged()[LABEL]
    assert (found.state, found.reason) == ("unreviewed", {"en": "One word.", "fr": "Un seul mot."})
    small.write("locale/alike.csv", ALIKE.replace("*,plan", "shapes,plan"))
    assert small.judged()[LABEL].state == "same"
    small.review()
    assert small.judged()[LABEL].state == "same"


def test_fields_and_marks_alone_are_the_same_in_every_language(small: Product) -> None:
    text = PO.replace("Show {n} bodies", "{a} – {b}").replace("Montrer {n} instances", "{a} – {b}")
    small.write("locale/fr/LC_MESSAGES/messages.po", text)
    assert list(small.states("interface").values()) == ["unreviewed"]


def test_what_others_publish_is_not_watched_and_a_known_debt_is_no_fault(small: Product) -> None:
    small.write(
        "data/register/a.trig",
        DATA.replace(
            "body:one a",
            "code:x skos:inScheme scheme:theirs ; skos:prefLabel 'Theirs'@en .\n"
            "  code:y skos:inScheme scheme:theirs ; skos:prefLabel 'Y'@en , 'y'@fr .\n"
            "  body:one a",
        ),
    )
    found = small.judged()
    assert found["data/id:code/x/skos:prefLabel"].state == "published"
    assert found["data/id:code/y/skos:prefLabel"].state == "published"
    assert found["data/id:code/x/skos:prefLabel"].reason == {"en": "Theirs.", "fr": "À eux."}
    assert found["data/id:body/one/skos:note"].missing == "fr"
    counted = {
        (x.of, x.part): (x.both, x.english, x.french)
        for x in one_language(product(small.resources))
    }
    assert counted == {
        ("id:scheme/theirs", "skos:prefLabel"): (1, 1, 0),
        ("perms:Body", "skos:note"): (0, 1, 0),
        ("perms:Body", "skos:prefLabel"): (1, 0, 0),
    }


def test_the_definition_of_a_class_owes_more_than_things_of_the_class(small: Product) -> None:
    small.write(
        "locale/owed.csv",
        "scope,property,owed,reason_en,reason_fr\nperms:Body,*,published,Theirs.,À eux.\n",
    )
    states = small.states("terms", "data")
    assert states[LABEL] == "unreviewed"
    assert states["data/id:body/one/skos:prefLabel"] == "published"


def test_several_texts_of_one_property_are_one_pair(small: Product) -> None:
    small.write("ontology/a.ttl", TERM.replace('"body"@en', '"body"@en , "a body"@en-GB'))
    found = small.judged()[LABEL]
    assert (found.pair.english, found.pair.counts) == ("a body\nbody", (2, 1))
    assert found.remarks == ("count",)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("owed.csv", "a,b\n", 1),
        ("owed.csv", "scope,property,owed,reason_en,reason_fr\n*,*,never,a,b\n", 2),
        ("alike.csv", "scope,text,reason_en,reason_fr\n*,plan,a,\n", 2),
        ("alike.csv", 'scope,text,reason_en,reason_fr\n*,"plan', None),
    ],
)
def test_a_broken_list_is_refused_with_its_line(
    small: Product, name: str, text: str, line: int | None
) -> None:
    small.write(f"locale/{name}", text)
    with pytest.raises(FileError) as caught:
        small.judged()
    assert caught.value.path.endswith(name)
    assert caught.value.line == line


def test_what_is_gone_disturbs_nobody(small: Product) -> None:
    gone = Pair("terms/perms:Gone/rdfs:label", "terms", "perms:Gone", "", "terms", "a", "b")
    small.ledger = Ledger({}).reviewed([gone], day="")
    assert "terms/perms:Gone/rdfs:label" not in small.states()
    assert small.ledger.only([]).entries == {}
    assert small.ledger.entries[gone.key].english == digest("a")
