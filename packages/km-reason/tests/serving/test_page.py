"""The page, in a real browser."""

import shutil
from collections.abc import Iterator

import pytest

from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
]
BAD = "<script>document.title='owned'</script>"


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser, film_app, store, serve_app) -> Iterator["playwright.Page"]:
    store.add([("Heat", "directed_by", BAD)])
    with serve_app(film_app(store, editable=True)) as (address, _):
        context = browser.new_context(locale="en-US", reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.problems = []
        page.on("console", lambda said: said.type == "error" and page.problems.append(said.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(address)
        playwright.expect(page.locator("#reasoner option")).to_have_count(2)
        yield page
        context.close()


def ask(page, question: str) -> None:
    page.get_by_label("Question").fill(question)
    page.keyboard.press("Enter")


def test_draws_the_path_and_says_the_answer(page) -> None:
    ask(page, "who directed Insider, The?")
    playwright.expect(page.locator("#answers li")).to_have_text(["Michael Mann1.00"])
    playwright.expect(page.locator(".edge.path")).to_have_count(1)
    playwright.expect(page.locator(".node.topic")).to_contain_text(["Insider, The"])
    playwright.expect(page.locator(".node.answer")).to_contain_text(["Michael Mann"])
    playwright.expect(page.locator("#evidence li")).to_have_text(
        ["Insider, The was directed by Michael Mann."]
    )
    assert [] == page.problems


def test_a_label_that_is_a_script_stays_text(page) -> None:
    ask(page, "who directed Heat?")
    playwright.expect(page.locator("#answers li")).to_have_count(2)
    playwright.expect(page.locator("#answers")).to_contain_text(BAD)
    assert "Knowledge-Mixer" == page.title()
    assert [] == page.problems


def test_an_edit_changes_the_answer(page) -> None:
    ask(page, "who directed Insider, The?")
    page.get_by_role("button", name="Insider, The was directed").click()
    page.get_by_role("button", name="Remove").click()
    playwright.expect(page.get_by_role("status")).to_contain_text("The graph does not say")
    page.locator("[name=tail]").fill("Someone Else")
    page.get_by_role("button", name="Add", exact=True).click()
    playwright.expect(page.locator("#answers li")).to_contain_text(["Someone Else"])
    assert [] == page.problems


def test_only_images_of_no_other_site_are_shown(browser, film_app, serve_app) -> None:
    image = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"
    graph = KnowledgeGraph.from_statements(
        [
            Triple("Heat", "directed_by", "Michael Mann"),
            Attribute("Heat", "image", "https://tracker.example/heat.png"),
            Attribute("Michael Mann", "image", image),
        ]
    )
    with serve_app(film_app(graph)) as (address, _):
        page = browser.new_page(locale="en-US", reduced_motion="reduce")
        page.goto(address)
        ask(page, "who directed Heat?")
        shown = []
        for name in ("Heat", "Michael Mann"):
            page.get_by_role("button", name=f"{name}: show").press("Enter")
            playwright.expect(page.locator("#entity-name")).to_have_text(name)
            shown.append(page.locator("#entity-image").get_attribute("src"))
        page.close()
    assert [None, image] == shown


def test_a_node_expands_by_keyboard(page) -> None:
    ask(page, "who directed Insider, The?")
    node = page.get_by_role("button", name="Michael Mann: show what is around it")
    node.focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#entity-name")).to_have_text("Michael Mann")
    playwright.expect(page.locator(".node", has_text="Heat")).to_have_count(1)


def test_another_reasoner_answers_at_once(page) -> None:
    ask(page, "who directed Ouroboros?")
    playwright.expect(page.get_by_role("status")).to_contain_text("The graph does not say")
    page.get_by_label("Reasoner").select_option("near")
    playwright.expect(page.locator("#answers li")).to_contain_text(["Heat"])


def test_an_unknown_name_is_said(page) -> None:
    ask(page, "who directed Heet?")
    playwright.expect(page.get_by_role("status")).to_contain_text("did you mean 'Heat'?")


def test_a_shared_link_asks_its_question(page) -> None:
    ask(page, "who directed Insider, The?")
    playwright.expect(page.locator("#answers li")).to_have_count(1)
    page.reload()
    playwright.expect(page.locator("#answers li")).to_have_count(1)


def test_speaks_chinese(page) -> None:
    page.get_by_role("button", name="中文").click()
    playwright.expect(page.locator("#go")).to_have_text("提问")
    assert "zh" == page.locator("html").get_attribute("lang")


def test_darkens(page) -> None:
    page.get_by_role("button", name="Dark").click()
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert "rgb(20, 24, 28)" == color
