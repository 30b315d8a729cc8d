from __future__ import annotations

import re

import pytest

PAGES = [
    "/logg-inn",
    "/saker",
    "/saker/{D43}",
    "/saker/{D36}",
    "/kjoringer",
    "/om",
    "/tilgjengelighet",
    "/finnes-ikke",
]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_carries_the_security_headers(visitor, page):
    address = re.sub(r"\{(D\d+)\}", lambda code: str(visitor.number(code[1])), page)
    answer = visitor.get(address)
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_style_or_script_inside_it(visitor, page):
    address = re.sub(r"\{(D\d+)\}", lambda code: str(visitor.number(code[1])), page)
    html = visitor.get(address).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
    scripts = re.findall(r"<script[^>]*>.*?</script>", html, re.DOTALL)
    assert len(scripts) == html.count("<script")
    for script in scripts:
        assert re.fullmatch(r'<script src="/static/\w+\.js\?v=\w+" defer></script>', script)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", html)


def test_files_are_kept_by_the_browser_and_have_the_headers_too(anyone):
    page = anyone.get("/logg-inn").text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = anyone.client.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000"
        assert answer.headers["content-security-policy"] == POLICY


def test_style_sheets_ask_no_other_host(anyone):
    page = anyone.get("/logg-inn").text
    for address in re.findall(r'href="(/static/[^"]+\.css[^"]*)"', page):
        css = anyone.client.get(address).text
        assert not re.search(r"url\([\"']?(?:https?:)?//", css)
        assert "@import" not in css


def test_the_fonts_are_served(anyone):
    css = anyone.client.get("/static/app.css").text
    fonts = re.findall(r'url\("(vendor/[^"]+)"\)', css)
    assert len(fonts) == 3
    for font in fonts:
        assert anyone.client.get(f"/static/{font}").status_code == 200


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "localhost.evil:80", ""])
def test_on_loopback_another_host_name_is_not_answered(store, visitor_of, host):
    anyone = visitor_of(store.app())
    answer = anyone.client.get("/logg-inn", headers={"Host": host})
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:4455", "localhost", "LOCALHOST:80", "[::1]:4455"])
def test_loopback_names_are_answered(store, visitor_of, host):
    anyone = visitor_of(store.app())
    assert anyone.client.get("/logg-inn", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/saker/{}", "/saker/{}/like", "/kjoringer/{}/rapport"])
def test_a_number_too_long_to_read_is_refused_before_anybody_reads_it(visitor, path):
    answer = visitor.client.get(path.format("9" * 5000))
    assert answer.status_code == 414
    assert answer.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("list_", ["/saker", "/saker/gjort-opp"])
def test_a_page_too_far_away_is_a_page_like_others(visitor, list_):
    assert visitor.get(f"{list_}?page={'9' * 5000}").status_code == 200
