"""The Jinja environment of every page: what templates may use without importing it.

Globals: `url`, `static`, `htmx_script`, `_`, `ngettext`, `pgettext`, and `ui`, the parts of
`shared/components.html`. Filters: `said`, `day`, `clock`, `money`.
A name that a view forgot to hand over is an error, never an empty place on the page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import jinja2
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation
from django_htmx.jinja import htmx_script
from markupsafe import Markup

from mumian.web.shared import spoken

ADDRESSES: Final = 4096
"""So many addresses are kept at most."""
SENTENCES: Final = 8192
"""So many sentences of our own templates, in each of their languages, are kept at most."""


def url(name: str, **values: Any) -> str:
    """The address of a named page: `url("portal:service", code="passport.first")`."""
    if values:
        return reverse(name, kwargs=values)
    return _plain(name, get_urlconf(), get_script_prefix())


@lru_cache(ADDRESSES)
def _plain(name: str, urlconf: str | None, prefix: str) -> str:
    """An address without values; Django puts together anew what is the same on every page."""
    del prefix  # `reverse` reads it by itself
    return reverse(name, urlconf)


@lru_cache(ADDRESSES)
def static(path: str) -> str:
    """The address of a file of ours; names of gathered files are read when a process starts and stay."""
    return str(staticfiles_storage.url(path))


def gettext(sentence: str, /, **values: Any) -> str:
    """A sentence of a template in the language of the page, with values put in and escaped.

    It is what Jinja's own extension answers, but looked up once: hundreds of sentences a page went through five calls each.
    """
    said = _translated(sentence, translation.get_language())
    return said % values if values or "%" in said else said


@lru_cache(SENTENCES)
def _translated(sentence: str, language: str | None) -> Markup:
    del language  # `gettext` reads it by itself
    return Markup(translation.gettext(sentence))  # noqa: S704  # sentences of our own catalogue


def environment(**options: Any) -> jinja2.Environment:
    """Build the environment; Django's backend calls it with its own options."""
    options.update(autoescape=True, undefined=jinja2.StrictUndefined)
    env = jinja2.Environment(  # noqa: S701  # autoescape is set on the line above
        **options,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(url=url, static=static, htmx_script=htmx_script, gettext=gettext, _=gettext)
    env.filters.update(said=spoken.said, day=spoken.day, clock=spoken.clock, money=spoken.money, grouped=spoken.grouped)
    env.filters.update(numbers=spoken.numbers)
    env.globals["ui"] = env.get_template("shared/components.html").module
    return env
