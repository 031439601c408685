from importlib import import_module

import pytest

from km_graph.errors import (
    ConfigError,
    DataError,
    DuplicatePluginError,
    GraphFormatError,
    InvalidQueryError,
    KmError,
    MissingDependencyError,
    ModelRequestError,
    OutputError,
    PluginLoadError,
    PluginNotFoundError,
    UnknownLabelError,
    nearest,
)


def test_puts_the_hint_after_the_message():
    assert str(KmError("no graph", hint="run km graph import")) == "no graph; run km graph import"


def test_is_its_message_where_there_is_no_hint():
    assert str(KmError("no graph")) == "no graph"


def test_format_error_names_file_and_line():
    error = GraphFormatError("toy.tsv", "expected 3 fields", line=17)
    assert str(error) == "toy.tsv:17: expected 3 fields"
    assert (error.path, error.line) == ("toy.tsv", 17)


def test_data_error_names_source_without_line():
    assert str(DataError("questions.jsonl", "no such file")) == "questions.jsonl: no such file"


def test_unknown_label_suggests_the_near_ones():
    error = UnknownLabelError("entity", "Pariss", ("Paris",))
    assert str(error) == "entity 'Pariss' is not in the graph; did you mean 'Paris'?"


def test_unknown_label_without_near_ones_says_where_to_look():
    assert "km graph info" in str(UnknownLabelError("relation", "zzz"))


def test_config_error_holds_every_problem():
    error = ConfigError("run.yaml", ["a: unknown key", "b: expected a number"])
    assert error.problems == ("a: unknown key", "b: expected a number")
    assert str(error) == "run.yaml: a: unknown key; b: expected a number"


def test_missing_plugin_says_what_to_install():
    error = PluginNotFoundError("km.walkers", "native", ["reference"], brings="km-walk-native")
    assert str(error) == "no plugin 'native' in km.walkers; pip install km-walk-native"


def test_missing_plugin_suggests_a_near_name():
    error = PluginNotFoundError("km.walkers", "refrence", ["reference"])
    assert error.hint == "did you mean 'reference'?"


def test_missing_plugin_lists_what_there_is():
    error = PluginNotFoundError("km.walkers", "zzz", ["native", "reference"])
    assert error.hint == "installed: native, reference"


def test_model_request_error_counts_attempts():
    error = ModelRequestError("http://host/v1", "HTTP 500", status=500, attempts=3)
    assert str(error) == "http://host/v1: HTTP 500 after 3 attempts"


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (ConfigError("f", []), ValueError),
        (GraphFormatError("f", "m"), ValueError),
        (DataError("f", "m"), ValueError),
        (InvalidQueryError("m"), ValueError),
        (UnknownLabelError("entity", "x"), LookupError),
        (PluginNotFoundError("g", "n", []), LookupError),
        (PluginLoadError("g", "n", "o", KeyError("x")), ImportError),
        (MissingDependencyError("f", "r"), ImportError),
        (OutputError("f", "m"), OSError),
        (DuplicatePluginError("g", "n", ["a", "b"]), KmError),
    ],
)
def test_is_also_the_builtin_that_fits(error, builtin):
    assert isinstance(error, builtin)
    assert isinstance(error, KmError)


def test_nearest_puts_the_best_first():
    assert nearest("tsw", ["csv", "tsv", "metaqa"])[0] == "tsv"


def test_every_public_name_of_the_package_can_be_imported():
    package = import_module("km_graph")
    assert all(getattr(package, name) is not None for name in package.__all__)
    assert set(package.__all__) == set(dir(package))


def test_an_unknown_name_of_the_package_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        import_module("km_graph").nonsense  # noqa: B018
