from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.template import engines
from django.test import Client, override_settings
from django.utils import translation


def made(source: str) -> str:
    """The page part that a template makes, in English, on one line."""
    with translation.override("en"):
        return " ".join(engines["jinja2"].from_string(source).render({}).split())


def test_text_from_outside_is_never_read_as_markup() -> None:
    assert "<b>" not in made('{{ ui.field("name", "<b>Name</b>", value="<b>", error="<b>") }}')


def test_name_that_was_forgotten_is_an_error() -> None:
    with pytest.raises(Exception, match="'nobody' is undefined"):
        made("{{ nobody }}")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('ui.time_left("in_time")', "in time"),
        ('ui.time_left("in_time", 6)', "6 days"),
        ('ui.time_left("two_days")', "2 days"),
        ('ui.time_left("one_day")', "1 day"),
        ('ui.time_left("today")', "today"),
        ('ui.time_left("overdue", 3)', "3 days overdue"),
    ],
)
def test_time_left_has_a_word_and_a_shape(call: str, words: str) -> None:
    part = made("{{ " + call + " }}")

    assert (f"<span>{words}</span>" in part, "<svg" in part) == (True, True)


def test_forbidden_action_stays_visible_and_says_why() -> None:
    part = made('{{ ui.button("Approve", "main", name="approve", reason="You accepted it yourself.") }}')

    assert 'aria-disabled="true" aria-describedby="act-approve-why"' in part
    assert '<span class="why" id="act-approve-why">You accepted it yourself.</span>' in part
    assert 'type="submit"' not in part


def test_error_belongs_to_its_field() -> None:
    part = made('{{ ui.field("number", "Number", hint="18 characters", error="Four are missing.") }}')

    assert 'aria-describedby="id_number-hint id_number-error" aria-invalid="true"' in part


def test_field_without_hint_and_error_describes_nothing() -> None:
    assert "aria-describedby" not in made('{{ ui.field("number", "Number") }}')


def test_covered_value_is_not_on_the_page() -> None:
    part = made('{{ ui.masked("Name", "/reason", "李") }}')

    assert ("••••" in part, "show, reason…" in part, "Name, covered" in part) == (True, True, True)


class _Collected(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if "style" in names or any(name.startswith("on") for name in names):
            self.found.append(f"<{tag}> carries a style or script of its own")
        if tag in {"script", "img", "link"}:
            address = names.get("src") or names.get("href") or ""
            if not address.startswith("/"):
                self.found.append(f"<{tag}> loads {address}")


@pytest.mark.parametrize("address", ["/styleguide", "/styleguide/desk", "/styleguide/touch?elder=yes", "/styleguide/screen"])
def test_page_loads_only_our_own_files_and_holds_no_script(client: Client, address: str) -> None:
    page = client.get(address)
    collected = _Collected()

    collected.feed(page.text)

    assert (page.status_code, collected.found) == (200, [])
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self';")


@pytest.mark.parametrize("address", ["/styleguide", "/styleguide/desk"])
def test_page_asks_the_database_nothing(client: Client, address: str) -> None:
    # Without the mark for it, any question to the database fails the test.
    assert client.get(address).status_code == 200


def test_demonstration_says_that_all_is_invented(client: Client) -> None:
    assert "演示系统：人物和数据都是虚构的。" in client.get("/styleguide").text


def test_real_office_says_nothing_of_a_demonstration(client: Client) -> None:
    with override_settings(DEMO_MODE=False):
        assert "演示系统" not in client.get("/styleguide").text
