from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from km_graph.config import load_yaml
from km_graph.errors import ConfigError


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Inner(Strict):
    rate: float = 1e-3
    kind: Literal["planning", "reasoning"] = "planning"


class Item(Strict):
    name: str = ""
    size: int = Field(1, ge=1)


class Config(Strict):
    name: str = "none"
    inner: Inner = Inner()
    items: list[Item] = []
    either: int | list[int] = 1
    api_key: int = 0
    flag: bool = False


def problems(tmp_path: Path, text: str, *overrides: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text, *overrides)
    return [problem.replace(f"{tmp_path}/", "") for problem in caught.value.problems]


def load(tmp_path: Path, text: str, *overrides: str) -> Config:
    (tmp_path / "c.yaml").write_text(text)
    return load_yaml(tmp_path / "c.yaml", Config, overrides)


def test_values_become_a_model(tmp_path: Path) -> None:
    found = load(tmp_path, "name: a\ninner: {rate: 1e-4}\nitems: [{size: 2}]\n")
    assert Config(name="a", inner=Inner(rate=1e-4), items=[Item(size=2)]) == found


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    assert Config() == load(tmp_path, "")


def test_every_problem_is_told_with_its_line(tmp_path: Path) -> None:
    text = "nam: a\ninner:\n  rate: abc\n  kind: planing\nitems:\n  - size: 0\n  - [1]\n"
    assert {
        "c.yaml:1: nam: unknown key (did you mean 'name'?)",
        (
            "c.yaml:3: inner.rate: expected a valid number, unable to parse string as a number, "
            "found 'abc'"
        ),
        (
            "c.yaml:4: inner.kind: expected 'planning' or 'reasoning', found 'planing' "
            "(did you mean 'planning'?)"
        ),
        "c.yaml:6: items.0.size: expected greater than or equal to 1, found 0",
        "c.yaml:7: items.1: expected keys and values, found [1]",
    } == set(problems(tmp_path, text))


def test_an_unknown_key_like_no_other_lists_the_known_ones(tmp_path: Path) -> None:
    assert problems(tmp_path, "inner: {zzz: 1}") == [
        "c.yaml:1: inner.zzz: unknown key (known: rate, kind)"
    ]


def test_a_value_that_fits_no_part_of_a_union_is_one_problem(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "either: foo")
    assert problem.startswith("c.yaml:1: either: expected a valid integer")
    assert problem.endswith("or a valid list, found 'foo'")


def test_a_secret_is_not_shown(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "api_key: sk-very-secret")
    assert "sk-very" not in problem


def test_a_key_stated_twice_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, "name: a\nname: b\n") == [
        "c.yaml:2: name: stated twice, first in line 1"
    ]


def test_merged_keys_are_not_stated_twice(tmp_path: Path) -> None:
    text = "inner: &one {rate: 1}\nitems: []\nname: a\n"
    assert load(tmp_path, text) == load(tmp_path, text)
    text = "items:\n  - &one {name: a, size: 2}\n  - {<<: *one, name: b}\n"
    assert [Item(name="a", size=2), Item(name="b", size=2)] == load(tmp_path, text).items


def test_text_that_is_not_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "name: a\ninner: [1,\n")
    assert problem.startswith("c.yaml:3: expected YAML")


def test_an_alias_inside_itself_is_refused(tmp_path: Path) -> None:
    assert "alias" in problems(tmp_path, "items: &a [*a]")[0]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.yaml: no such file"):
        load_yaml(tmp_path / "absent.yaml", Config)


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_bytes(b"name: \xff\n")
    with pytest.raises(ConfigError, match="expected UTF-8"):
        load_yaml(tmp_path / "c.yaml", Config)


def test_overrides_are_typed(tmp_path: Path) -> None:
    found = load(tmp_path, "name: a", "inner.rate=2", "flag=true", "name='007'", "either=[1, 2]")
    assert (found.inner.rate, found.flag, found.either) == (2.0, True, [1, 2])
    assert found.name == "007"


def test_items_are_overridden_by_index_and_by_name(tmp_path: Path) -> None:
    text = "items: [{name: one}, {name: two}]"
    found = load(tmp_path, text, "items.0.size=3", "items.two.size=4")
    assert [item.size for item in found.items] == [3, 4]


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("inner.rat=3", "--set inner.rat: inner.rat: unknown key (did you mean 'rate'?)"),
        ("name", "--set name: expected key.path=value"),
        ("a..b=1", "--set a..b=1: expected key.path=value"),
        ("name.x=1", "--set name.x=1: name is a single value and has nothing called 'x'"),
        (
            "items.tow.size=1",
            ("--set items.tow.size=1: nothing called 'tow' in items; did you mean 'two'?"),
        ),
        ("items.9.size=1", "--set items.9.size=1: nothing called '9' in items; there are one, two"),
        ("name=[", "--set name=[: expected a YAML value after '=', found '['"),
    ],
)
def test_an_override_that_fits_nothing_is_told(tmp_path: Path, override: str, said: str) -> None:
    text = "name: a\nitems: [{name: one}, {name: two}]"
    assert [said] == problems(tmp_path, text, override)


def test_a_wrong_override_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "inner: {rate: 1}", "inner.rate=fast")
    assert problem.startswith("--set inner.rate: inner.rate: expected a valid number")
