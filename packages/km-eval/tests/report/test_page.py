import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from km_data.records import Prediction, Question, write_records
from km_eval.graphqa.leaderboard import Entry, write_leaderboard
from km_eval.steps import REPORT
from km_graph.paths import Path
from km_graph.relation_path import RelationPath
from km_graph.step import StepContext

EVIL = "<script>alert('x')</script>"
PLAN = RelationPath.parse("^capital_of")
QUESTIONS = [
    Question("1", "capital of France?", ("France",), ("Paris",), relation_paths=(PLAN,), hops=1),
    Question("2", f"what is {EVIL}?", (EVIL,), (EVIL,), hops=2),
]
EVIDENCE = Path(("France", EVIL), RelationPath([(EVIL, True)]))


class Read(HTMLParser):
    """Tags with their attributes, and all text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture
def page(tmp_path):
    write_records(tmp_path / "q.jsonl", QUESTIONS)
    told = [
        Prediction("1", (EVIL,), evidence=(EVIDENCE,), seconds=0.5, tokens=7),
        Prediction("2", error=EVIL),
    ]
    write_records(tmp_path / "p.jsonl", told)
    board = Entry(
        "someone", "2026-11-30", "1", {"world": 0.5, "world/1": 0.2}, {"world": (0.4, 0.6)}
    )
    write_leaderboard(tmp_path / "board.jsonl", [board])
    options = REPORT.options(
        questions=tmp_path / "q.jsonl",
        predictions={"ours": tmp_path / "p.jsonl"},
        leaderboard=tmp_path / "board.jsonl",
        title=EVIL,
        price=2.0,
    )
    REPORT.run(options, StepContext(tmp_path / "out"))
    return (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_label_with_markup_stays_text(page):
    read = Read(page)
    assert ["script"] == [tag for tag, _ in read.tags if tag == "script"]
    assert EVIL in "".join(read.texts)


def test_asks_nobody_for_anything(page):
    links = [
        value
        for _, found in Read(page).tags
        for key, value in found.items()
        if key in ("src", "href")
    ]
    assert links == ["#main"]
    assert "default-src 'none'" in page
    assert not re.findall(r"@import|url\(|fetch\(", page)


def test_allows_only_its_own_script_and_style(page):
    for tag in ("script", "style"):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = b64encode(sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page
    assert " style=" not in page


def test_draws_charts_and_evidence_with_words_for_those_who_do_not_see_them(page):
    pictures = [found for tag, found in Read(page).tags if tag == "svg" and "role" in found]
    labels = [picture["aria-label"] for picture in pictures]
    assert labels == [
        "Hits@1 in percent by number of hops, with 95 % intervals",
        "Hits@1 against cost of 1,000 answers",
        "Hits@1 against tokens an answer",
        "Hits@1 against seconds an answer",
        str(EVIDENCE),
    ]


def test_mistakes_can_be_filtered_by_hops_and_kind(page):
    cards = [found for tag, found in Read(page).tags if tag == "details"]
    assert [(card["data-hops"], card["data-kind"]) for card in cards] == [
        ("1", "wrong"),
        ("2", "failed"),
    ]


def test_every_field_has_a_label(page):
    assert len(re.findall("<label>[^<]+<(?:input|select)", page)) == 3


def test_shows_profiles_intervals_and_the_leaderboard(page):
    text = " ".join(Read(page).texts)
    assert all(said in text for said in ("rog f1", "gcr hit", "someone", "40.0–60.0", "0.0–0.0"))
