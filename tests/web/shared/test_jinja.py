"""What templates use without importing it."""

from __future__ import annotations

from django.template import engines
from django.utils import translation
from markupsafe import Markup


def drawn(template: str, language: str = "en", **values: object) -> str:
    """This template, drawn in this language."""
    with translation.override(language):
        return str(engines["jinja2"].from_string(template).render(values))


def test_sentence_of_a_template_follows_the_language_of_each_page() -> None:
    assert [drawn("{{ _('Find') }}", language) for language in ("en", "zh-hans", "en")] == ["Find", "查找", "Find"]


def test_what_is_put_into_a_sentence_is_escaped_and_markup_is_not() -> None:
    template = "{% trans who=who %}Hello {{ who }}, 5 %{% endtrans %} {{ _('for %(who)s', who=who) }}"

    assert drawn(template, who="<b>") == "Hello &lt;b&gt;, 5 % for &lt;b&gt;"
    assert drawn("{% trans %}5 %{% endtrans %}") == "5 %"
    assert drawn("{{ _('for %(who)s', who=who) }}", who=Markup("<b>")) == "for <b>"
