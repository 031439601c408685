import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.records import Question
from km_data.splitting import PARTS, GroupBy, Split, keys_of, leaks, split_questions
from km_graph.errors import ConfigError
from km_graph.relation_path import RelationPath

PATHS = [RelationPath.parse(text) for text in ("r", "^r", "r/s")]


@st.composite
def question_sets(draw: st.DrawFn) -> list[Question]:
    rows = draw(
        st.lists(
            st.tuples(
                st.lists(st.sampled_from("ABCDEFGH"), max_size=2, unique=True),
                st.lists(st.sampled_from(PATHS), max_size=2, unique=True),
                st.sampled_from([None, "t1", "t2", "t3!"]),
            ),
            max_size=30,
        )
    )
    return [
        Question(str(i), "?", tuple(topics), relation_paths=tuple(paths), template=template)
        for i, (topics, paths, template) in enumerate(rows)
    ]


groupings = st.lists(
    st.sampled_from(["topic", "relation_path", "template", "question"]), min_size=1, unique=True
)


def ids(split: Split) -> dict[str, set[str]]:
    return {part: {question.id for question in split.parts[part]} for part in PARTS}


@given(question_sets(), groupings, st.integers(0, 99))
def test_no_key_is_in_two_parts(
    questions: list[Question], by: Sequence[GroupBy], seed: int
) -> None:
    split = split_questions(questions, by=by, validation=0.3, test=0.3, seed=seed)
    assert leaks(split, by) == 0


@given(question_sets(), groupings)
def test_every_question_is_kept_once_or_dropped_for_its_template(
    questions: list[Question], by: Sequence[GroupBy]
) -> None:
    split = split_questions(questions, by=by, test=0.4)
    kept = [question.id for part in PARTS for question in split.parts[part]]
    missing = [question for question in questions if question.id not in kept]
    assert len(kept) == len(set(kept))
    assert split.dropped == len(missing)
    assert all(question.template in split.held_out for question in missing)


@given(question_sets(), groupings, st.randoms(use_true_random=False))
def test_order_of_the_questions_changes_nothing(
    questions: list[Question], by: Sequence[GroupBy], source: random.Random
) -> None:
    before = split_questions(questions, by=by, test=0.4)
    shuffled = list(questions)
    source.shuffle(shuffled)
    assert ids(before) == ids(split_questions(shuffled, by=by, test=0.4))


@given(question_sets(), question_sets())
def test_questions_of_other_groups_move_nothing(
    questions: list[Question], others: list[Question]
) -> None:
    more = [
        Question(f"more {q.id}", "?", tuple(f"more {topic}" for topic in q.topics or ("",)))
        for q in others
    ]
    before, after = ids(split_questions(questions)), ids(split_questions(questions + more))
    assert all(before[part] <= after[part] for part in PARTS)


def many() -> list[Question]:
    return [
        Question(f"{topic}/{path}/{n}", "?", (f"e{topic}",), (), {}, (), (path,), template=f"t{n}")
        for topic in range(300)
        for path in PATHS
        for n in range(2)
    ]


def test_shares_are_kept_roughly() -> None:
    split = split_questions(many(), validation=0.1, test=0.2)
    assert sum(map(len, split.parts.values())) == 1800
    assert abs(len(split.parts["test"]) / 1800 - 0.2) < 0.03
    assert abs(len(split.parts["validation"]) / 1800 - 0.1) < 0.03


def test_another_seed_gives_another_split() -> None:
    assert ids(split_questions(many(), seed=1)) != ids(split_questions(many(), seed=2))


def test_marked_templates_are_tested_only() -> None:
    questions = many()
    marked = [
        Question(q.id + "!", "?", q.topics, relation_paths=q.relation_paths, template="new!")
        for q in questions[::2]
    ]
    split = split_questions(questions + marked)
    assert frozenset({"new!"}) == split.held_out
    assert split.of_held_out() == [q for q in split.parts["test"] if q.id.endswith("!")]
    assert len(split.of_held_out()) + split.dropped == 900
    assert leaks(split, ["topic", "relation_path"]) == 0


def test_a_share_of_templates_can_be_held_out() -> None:
    questions = [Question(str(i), "?", (str(i),), template=f"t{i % 50}") for i in range(1000)]
    split = split_questions(questions, hold_out_templates=0.2)
    trained = {question.template for question in split.parts["train"]}
    assert 0 < len(split.held_out) < 25
    assert not trained & split.held_out


def test_question_has_a_key_for_each_topic_and_path() -> None:
    question = Question("1", "?", ("A", "B"), relation_paths=(PATHS[0],))
    assert list(keys_of(question, ["topic", "relation_path"])) == [("A", "r"), ("B", "r")]


@pytest.mark.parametrize(("validation", "test"), [(0.5, 0.5), (-0.1, 0.1)])
def test_shares_must_leave_something_to_train_on(validation: float, test: float) -> None:
    with pytest.raises(ConfigError, match="must leave a share to train on"):
        split_questions([], validation=validation, test=test)
