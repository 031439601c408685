from km_graph.files import sha256
from km_train.checkpoints import claim, last_complete, mark_complete, step_of


def checkpoint(folder, step, *, complete=True):
    path = folder / f"checkpoint-{step}"
    path.mkdir(parents=True)
    (path / "weights").write_text(str(step))
    if complete:
        mark_complete(path)
    return path


def test_newest_complete_one_is_found(tmp_path):
    checkpoint(tmp_path, 90)
    newest = checkpoint(tmp_path, 100)
    assert newest == last_complete(tmp_path)


def test_unfinished_one_is_passed_over(tmp_path):
    whole = checkpoint(tmp_path, 2)
    checkpoint(tmp_path, 4, complete=False)
    assert whole == last_complete(tmp_path)


def test_damaged_one_is_passed_over_and_deleted(tmp_path):
    whole = checkpoint(tmp_path, 2)
    damaged = checkpoint(tmp_path, 4)
    (damaged / "weights").write_text("")
    assert whole == last_complete(tmp_path)
    assert not damaged.exists()


def test_none_without_checkpoints(tmp_path):
    assert last_complete(tmp_path) is None


def test_checkpoints_of_the_same_run_stay(tmp_path):
    claim(tmp_path, "a")
    kept = checkpoint(tmp_path, 2)
    before = sha256(kept)
    claim(tmp_path, "a")
    assert before == sha256(kept)


def test_checkpoints_of_another_run_go(tmp_path):
    claim(tmp_path, "a")
    checkpoint(tmp_path, 2)
    claim(tmp_path, "b")
    assert last_complete(tmp_path) is None


def test_step_is_the_number_in_the_name(tmp_path):
    assert 12 == step_of(tmp_path / "checkpoint-12")
