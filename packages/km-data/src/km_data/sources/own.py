"""Records in our own form, whatever the file they are in."""

from km_data.records import Question
from km_data.sources.problems import Record


def question_of(record: Record) -> Question:
    """The question of a row in our own form.

    Raises:
        TypeError: If a value is not what it should be; likewise ValueError.
    """
    row = record.value
    if row.get("answers") == [] and row.get("answerable") is not False:
        raise ValueError("expected at least one answer; leave 'answers' out where none is known")
    return Question.from_json(row)
