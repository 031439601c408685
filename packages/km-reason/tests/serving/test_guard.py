"""Token, host, headers."""

from fastapi.testclient import TestClient


def test_without_the_token_nothing_is_told(film_app) -> None:
    with TestClient(film_app(token="sésame")) as client:
        for token in ("", "Bearer wrong", "sésame".encode()):
            response = client.get("/v1/graph", headers={"authorization": token})
            assert 401 == response.status_code
        assert [200, 200] == [client.get(path).status_code for path in ("/", "/healthz")]


def test_with_the_token_all_is_served(film_app) -> None:
    with TestClient(film_app(token="sesame")) as client:
        response = client.get("/v1/graph", headers={"authorization": "Bearer sesame"})
    assert 200 == response.status_code


def test_another_name_for_this_machine_is_refused(film_app) -> None:
    with TestClient(film_app(hosts=["localhost"]), base_url="http://localhost:8000") as client:
        assert 200 == client.get("/v1/graph").status_code
        assert 421 == client.get("/v1/graph", headers={"host": "evil.example"}).status_code


def test_the_page_may_run_no_other_script(client: TestClient) -> None:
    headers = client.get("/").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "nosniff" == headers["x-content-type-options"]


def test_only_files_of_the_page_are_served(client: TestClient) -> None:
    assert 200 == client.get("/page/app.js").status_code
    for path in ("/page/nothing.js", "/page/..%2f__init__.py", "/page/__init__.py", "/docs"):
        assert 404 == client.get(path).status_code
