import sys
from importlib.metadata import version

import pytest

from km_graph.errors import DuplicatePluginError, PluginLoadError, PluginNotFoundError
from km_graph.plugins import GROUPS, Plugin, PluginGroup


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Puts a distribution on the path as an installer would: modules and a .dist-info folder."""
    monkeypatch.syspath_prepend(tmp_path)

    def put(name, entry_points, **modules):
        info = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(entry_points)
        for module, text in modules.items():
            (tmp_path / f"{module}.py").write_text(text)

    return put


def test_lists_built_ins_with_their_origin():
    origin = f"km-graph {version('km-graph')}"
    expected = Plugin("km.walkers", "reference", origin, "km_graph.reference:ReferenceWalker")
    assert expected in list(PluginGroup("km.walkers"))


def test_loads_what_a_foreign_distribution_offers(install):
    install("km-toy", "[km.toys]\nbear = km_toy_bear:BEAR\n", km_toy_bear="BEAR = 'a bear'\n")
    assert PluginGroup("km.toys").load("bear") == "a bear"


def test_listing_imports_nothing(install):
    install("km-toy", "[km.toys]\nbear = km_toy_unread:BEAR\n", km_toy_unread="BEAR = 1\n")
    assert PluginGroup("km.toys").names() == ("bear",)
    assert "km_toy_unread" not in sys.modules


def test_names_come_sorted(install):
    install("km-toy", "[km.toys]\nfox = a:B\nbear = a:B\n")
    assert PluginGroup("km.toys").names() == ("bear", "fox")


def test_a_group_nobody_offers_is_empty():
    assert PluginGroup("km.nothing").names() == ()


def test_a_broken_plugin_names_its_origin_and_cause(install):
    install("km-toy", "[km.toys]\nbear = km_toy_broken:BEAR\n", km_toy_broken="import km_absent\n")
    with pytest.raises(PluginLoadError) as caught:
        PluginGroup("km.toys").load("bear")
    assert str(caught.value) == (
        "km.toys 'bear' of km-toy 1.0 fails to import: "
        "ModuleNotFoundError: No module named 'km_absent'; reinstall or remove km-toy 1.0"
    )
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)


def test_a_plugin_without_its_attribute_is_broken(install):
    install("km-toy", "[km.toys]\nbear = km_toy_hollow:BEAR\n", km_toy_hollow="")
    with pytest.raises(PluginLoadError, match="AttributeError"):
        PluginGroup("km.toys").load("bear")


def test_a_broken_plugin_does_not_hide_the_others(install):
    install(
        "km-toy",
        "[km.toys]\nbear = km_toy_bad:BEAR\nfox = km_toy_fine:FOX\n",
        km_toy_bad="1 / 0\n",
        km_toy_fine="FOX = 'a fox'\n",
    )
    assert PluginGroup("km.toys").load("fox") == "a fox"


def test_two_distributions_of_one_name_are_an_error_naming_both(install):
    install("km-toy", "[km.toys]\nbear = a:B\n")
    install("km-game", "[km.toys]\nbear = c:D\n")
    with pytest.raises(DuplicatePluginError, match=r"km-game 1\.0 and by km-toy 1\.0"):
        PluginGroup("km.toys").find("bear")


def test_an_unknown_name_suggests_a_near_one():
    with pytest.raises(PluginNotFoundError, match="did you mean 'reference'"):
        PluginGroup("km.walkers").find("referense")


def test_an_absent_package_of_ours_is_named(monkeypatch):
    monkeypatch.setattr("km_graph.plugins.entry_points", lambda **_: ())
    with pytest.raises(PluginNotFoundError, match="pip install km-walk-native"):
        PluginGroup("km.walkers").find("native")


def test_a_step_of_an_absent_package_names_it(monkeypatch):
    monkeypatch.setattr("km_graph.plugins.entry_points", lambda **_: ())
    with pytest.raises(PluginNotFoundError, match="pip install km-train"):
        PluginGroup("km.steps").find("train.sft")


def test_a_misspelt_step_of_an_installed_package_is_not_a_missing_package(install):
    install("km-eval", "[km.steps]\n'eval.score' = a:B\n".replace("'", ""))
    with pytest.raises(PluginNotFoundError) as caught:
        PluginGroup("km.steps").find("eval.zzz")
    assert "pip install" not in str(caught.value)


@pytest.mark.parametrize("group", GROUPS)
def test_every_plugin_km_graph_offers_loads(group):
    ours = [plugin for plugin in PluginGroup(group) if plugin.origin.startswith("km-graph ")]
    assert all(plugin.load() is not None for plugin in ours)
