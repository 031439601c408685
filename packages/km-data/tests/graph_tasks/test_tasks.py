import pytest

from km_data.graph_tasks.draws import Draws
from km_data.graph_tasks.names import LETTERS
from km_data.graph_tasks.small_graph import SmallGraph
from km_data.graph_tasks.tasks import NO_NODES, NO_PATH, TASKS, Asked

# A triangle A B C with a tail C D, and an edge E F apart from it.
GRAPH = SmallGraph.of(6, [(0, 1), (1, 2), (0, 2), (2, 3), (4, 5)])


class Chosen(Draws):
    """Draws that are these numbers, for questions about known nodes."""

    def __init__(self, *numbers: int) -> None:
        super().__init__("")
        self.numbers = list(numbers)

    def below(self, end: int) -> int:
        return self.numbers.pop(0) if self.numbers else 4 % end


def _asked(task: str, *numbers: int) -> Asked:
    return TASKS[task].ask(GRAPH, LETTERS, Chosen(*numbers))


GOLDEN = [
    ("edge_existence", (0, 0), "Is node A connected to node B?", ("Yes",)),
    ("edge_existence", (0, 2), "Is node A connected to node D?", ("No",)),
    ("node_count", (), "How many nodes are in this graph?", ("6",)),
    ("edge_count", (), "How many edges are in this graph?", ("5",)),
    ("node_degree", (2,), "What is the degree of node C?", ("3",)),
    (
        "connected_nodes",
        (2,),
        "List all the nodes connected to C in alphabetical order.",
        ("A", "B", "D"),
    ),
    (
        "disconnected_nodes",
        (2,),
        "List all the nodes that are not connected to C in alphabetical order.",
        ("E", "F"),
    ),
    ("reachability", (0, 2), "Is there a path from node A to node D?", ("Yes",)),
    ("reachability", (0, 3), "Is there a path from node A to node E?", ("No",)),
    ("cycle_check", (), "Is there a cycle in this graph?", ("Yes",)),
    (
        "shortest_path",
        (0, 2),
        "What is the length of the shortest path from node A to node D?",
        ("2",),
    ),
    (
        "shortest_path",
        (0, 4),
        "What is the length of the shortest path from node A to node F?",
        (NO_PATH,),
    ),
    ("triangle_counting", (), "How many triangles are in this graph?", ("1",)),
    (
        "maximum_flow",
        (0, 2),
        "What is the maximum capacity of the flow from node A to node D?",
        ("5",),
    ),
]


@pytest.mark.parametrize(("task", "numbers", "text", "answers"), GOLDEN)
def test_asks_and_knows_the_answer(
    task: str, numbers: tuple[int, ...], text: str, answers: tuple[str, ...]
) -> None:
    asked = _asked(task, *numbers)
    assert (text, answers) == (asked.text, asked.answers)


def test_every_task_has_a_golden_question() -> None:
    assert set(TASKS) == {task for task, *_ in GOLDEN}


def test_a_list_of_no_nodes_says_so() -> None:
    alone = SmallGraph.of(2, [])
    assert TASKS["connected_nodes"].ask(alone, LETTERS, Chosen(0)).answers == (NO_NODES,)


def test_numbered_nodes_are_listed_by_number() -> None:
    star = SmallGraph.of(12, ((0, node) for node in range(1, 12)))
    names = tuple(map(str, range(12)))
    answers = TASKS["connected_nodes"].ask(star, names, Chosen(0)).answers
    assert answers == tuple(map(str, range(1, 12)))


def test_capacities_are_stated_with_the_question_that_needs_them() -> None:
    facts = _asked("maximum_flow", 0, 2).facts.splitlines()
    assert facts[0] == "The edge between node A and node B has capacity 5."
    assert len(facts) == len(GRAPH.edges)
