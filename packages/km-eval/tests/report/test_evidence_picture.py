from km_eval.report.evidence_picture import picture
from km_graph.paths import Path
from km_graph.relation_path import RelationPath

SHARED = [
    Path(("a", "b", "x"), RelationPath.parse("r/s")),
    Path(("a", "b", "y"), RelationPath.parse("r/^s")),
]


def test_draws_shared_entities_and_edges_once():
    drawn = picture(SHARED, {"x"})
    assert (drawn.count("<rect"), drawn.count("<line")) == (4, 3)


def test_marks_gold_ends_others_and_the_topic():
    drawn = picture(SHARED, {"x"})
    kinds = [kind for kind in ("topic", "gold", "wrong") if f'class="entity {kind}"' in drawn]
    assert kinds == ["topic", "gold", "wrong"]


def test_an_arrow_points_as_the_graph_states_the_triple():
    forth = picture([Path(("a", "b"), RelationPath.parse("r"))], ())
    back = picture([Path(("a", "b"), RelationPath.parse("^r"))], ())
    assert ('points="300,23' in forth, 'points="150,23' in back) == (True, True)


def test_long_labels_are_cut_and_kept_as_titles():
    label = "x" * 50
    drawn = picture([Path((label, "b"), RelationPath.parse("r"))], ())
    assert f"<title>{label}</title>" in drawn
    assert f">{'x' * 20}…</text>" in drawn
