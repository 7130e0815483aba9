from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils.functional import empty

from mumian.web.shared.static import GatheredFiles


def test_style_sheet_is_served_from_the_source(client: Client) -> None:
    answer = client.get("/static/shared/tokens.css")

    assert (answer.status_code, b"--kapok" in b"".join(answer)) == (200, True)


@pytest.fixture
def gathered(tmp_path: Path) -> Path:
    """A folder with the gathered files of the house."""
    with override_settings(STATIC_ROOT=str(tmp_path)):
        staticfiles_storage._wrapped = empty  # type: ignore[attr-defined]  # Django forgets it only when STORAGES changes
        call_command("collectstatic", verbosity=0, interactive=False)
    staticfiles_storage._wrapped = empty  # type: ignore[attr-defined]  # leave none of it to the next test
    return tmp_path


def test_gathered_name_changes_with_the_content(gathered: Path) -> None:
    names = json.loads((gathered / "staticfiles.json").read_text())["paths"]

    with override_settings(STATIC_ROOT=str(gathered), WHITENOISE_USE_FINDERS=False):
        address = GatheredFiles(location=str(gathered), base_url="/static/").url("shared/base.css")

    assert address == f"/static/{names['shared/base.css']}"
    assert names["shared/base.css"] != "shared/base.css"
