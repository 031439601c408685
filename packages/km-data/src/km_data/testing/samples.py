"""A small graph, questions about it, and examples: what the contracts are shown."""

from km_data.records import (
    AnyExample,
    Example,
    PreferenceExample,
    Question,
    RewardExample,
    Turn,
)
from km_graph.graph import KnowledgeGraph
from km_graph.relation_path import RelationPath

GRAPH = KnowledgeGraph.from_triples(
    [
        ("France", "borders", "Spain"),
        ("France", "capital", "Paris"),
        ("Lyon", "city_in", "France"),
        ("Spain", "borders", "France"),
        ("Spain", "capital", "Madrid"),
    ]
)
"""What the examples of ``ExampleBuilderContract`` are built on."""

QUESTIONS = (
    Question(
        "1",
        "What is the capital of France?",
        topics=("France",),
        answers=("Paris",),
        relation_paths=(RelationPath.parse("capital"),),
    ),
    Question(
        "2",
        "What is the capital of the neighbour of the country where Lyon is?",
        topics=("Lyon",),
        answers=("Madrid",),
        relation_paths=(RelationPath.parse("city_in/borders/capital"),),
    ),
)

MARKERS = ("<PATH>", "</PATH>", "<SEP>", "<|im_start|>", "[INST]", "<<SYS>>", "</s>", "<unk>")
"""What no label may bring into a prompt."""

_BEFORE = ("Be brief.", (Turn("Hello?", "Yes?"),))

EXAMPLES: tuple[AnyExample, ...] = (
    Example("1", "Who?", "Bach\n"),
    Example("2", " a\n\nb", "", *_BEFORE),
    PreferenceExample("3", "Who?", "Bach", "Brahms", *_BEFORE),
    RewardExample("4", "Who?", ("Bach",), {"Bach": ("J. S. Bach",)}, ("^r/s",), *_BEFORE),
)
"""What ``ExampleFormatContract`` has written and read."""
