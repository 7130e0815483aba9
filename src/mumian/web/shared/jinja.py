"""The Jinja environment of every page: what templates may use without importing it.

Globals: `url`, `static`, `htmx_script`, `_`, `ngettext`, `pgettext`, and `ui`, the parts of
`shared/components.html`. Filters: `said`, `day`, `clock`, `money`.
A name that a view forgot to hand over is an error, never an empty place on the page.
"""

from __future__ import annotations

from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django_htmx.jinja import htmx_script

from mumian.web.shared import spoken


def url(name: str, **values: Any) -> str:
    """The address of a named page: `url("portal:service", code="passport.first")`."""
    return reverse(name, kwargs=values or None)


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
    env.globals.update(url=url, static=static, htmx_script=htmx_script)
    env.filters.update(said=spoken.said, day=spoken.day, clock=spoken.clock, money=spoken.money, grouped=spoken.grouped)
    env.globals["ui"] = env.get_template("shared/components.html").module
    return env
