from pathlib import Path

import pytest

from km_graph.errors import DataError
from km_reason.contracts import Completion, LanguageModel
from km_reason.models.replay import ReplayModel, record_completions
from km_reason.testing import LanguageModelContract


class TestReplayModel(LanguageModelContract):
    @pytest.fixture(autouse=True)
    def _file(self, tmp_path: Path) -> None:
        self.file = tmp_path / "completions.jsonl"
        found = [
            [Completion("first", -0.5, 1), Completion("second", -1.5, 1), Completion("third", -2.0)]
            for _ in self.prompts()
        ]
        record_completions(self.file, self.prompts(), found)

    def model(self) -> LanguageModel:
        return ReplayModel(self.file)


def test_completion_may_be_just_its_text(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"prompt": "a", "completions": ["b"]}\n')
    found = ReplayModel(tmp_path / "c.jsonl").complete(["a"], max_tokens=1)
    assert [[Completion("b", 0.0, 0)]] == found


def test_prompt_that_was_not_recorded(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text("")
    with pytest.raises(DataError, match="no completion is recorded for the prompt 'a'"):
        ReplayModel(tmp_path / "c.jsonl").complete(["a"], max_tokens=1)


@pytest.mark.parametrize(
    "line", ['{"prompt": "a"}', '{"prompt": "a", "completions": [{"score": 1}]}',
             '{"prompt": "a", "completions": [{"text": 3}]}', '{"prompt": "a", "completions": 3}'],
)  # fmt: skip
def test_bad_record_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "c.jsonl").write_text('{"prompt": "x", "completions": []}\n' + line)
    with pytest.raises(DataError, match=r"c\.jsonl:2: expected a prompt and a list"):
        ReplayModel(tmp_path / "c.jsonl")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        ReplayModel(tmp_path / "none.jsonl")
