"""The wrong answers on the page of a report, each to be opened, found and filtered."""

from collections.abc import Iterable, Sequence

from km_data.records import Prediction
from km_eval.breakdowns import hops_of
from km_eval.normalize import answer_key
from km_eval.report.document import Mistake
from km_eval.report.evidence_picture import picture
from km_eval.report.svg import element

_MOST = 40
_OPEN = 3


def mistake_cards(mistakes: Sequence[Mistake]) -> str:
    """A field to search, two to filter by, and a card for each mistake."""
    if not mistakes:
        return element("p", text="None.")
    cards = (_card(mistake, is_open=place < _OPEN) for place, mistake in enumerate(mistakes))
    return _filters(mistakes) + element("div", *cards, id="mistakes")


def _filters(mistakes: Sequence[Mistake]) -> str:
    hops = dict.fromkeys(hops_of(mistake.question) for mistake in mistakes)
    kinds = dict.fromkeys(map(_kind, mistakes))
    return element(
        "div",
        element("label", "Search (press /)", element("input", id="search", type="search")),
        element("label", "Hops", _select("hops", hops)),
        element("label", "Kind", _select("kind", kinds)),
        element("span", id="count", role="status"),
        class_="filters",
    )


def _select(name: str, values: Iterable[str]) -> str:
    options = (element("option", text=value, value=value) for value in values)
    return element("select", element("option", text="all", value=""), *options, id=name)


def _kind(mistake: Mistake) -> str:
    """What went wrong, in a word."""
    if mistake.prediction.error is not None:
        return "failed"
    if not mistake.prediction.answers:
        return "empty"
    return "partly right" if mistake.f1 > 0 else "wrong"


def _card(mistake: Mistake, *, is_open: bool) -> str:
    question, hops, kind = mistake.question, hops_of(mistake.question), _kind(mistake)
    about = f"{question.id} · {hops} hops · {kind} · F1 {mistake.f1:.2f}"
    return element(
        "details",
        element("summary", element("span", text=question.text), element("small", text=about)),
        element("dl", *_facts(mistake)),
        data_hops=hops,
        data_kind=kind,
        open="" if is_open else None,
    )


def _facts(mistake: Mistake) -> Iterable[str]:
    question, prediction = mistake.question, mistake.prediction
    gold = _accepted(mistake)
    yield _fact("gold", _answers(question.answers, gold))
    yield _fact("predicted", _answers(prediction.answers, gold))
    if question.relation_paths:
        yield _fact("gold relation paths", _lines(map(str, question.relation_paths)))
    if prediction.relation_paths:
        yield _fact("relation paths", _lines(map(str, prediction.relation_paths)))
    if prediction.error is not None:
        yield _fact("error", element("span", text=prediction.error))
    yield _fact("evidence", _evidence(prediction, gold))


def _accepted(mistake: Mistake) -> frozenset[str]:
    """Normalized gold answers and their aliases."""
    question = mistake.question
    names = [*question.answers, *(name for more in question.aliases.values() for name in more)]
    return frozenset(map(answer_key, names))


def _evidence(prediction: Prediction, gold: frozenset[str]) -> str:
    if not prediction.evidence:
        return element("span", text="none")
    ends = {path.entities[-1] for path in prediction.evidence}
    right = {end for end in ends if answer_key(end) in gold}
    return element("div", picture(prediction.evidence, right), class_="drawn")


def _answers(answers: Sequence[str], gold: frozenset[str]) -> str:
    shown = (
        element(
            "span",
            text=answer,
            class_="answer" if answer_key(answer) in gold else "answer wrong",
        )
        for answer in answers[:_MOST]
    )
    more = f"… and {len(answers) - _MOST} more" if len(answers) > _MOST else ""
    return " ".join(shown) + more or element("span", text="nothing")


def _lines(texts: Iterable[str]) -> str:
    return "".join(element("div", text=text) for text in list(texts)[:_MOST])


def _fact(name: str, content: str) -> str:
    return element("dt", text=name) + element("dd", content)
