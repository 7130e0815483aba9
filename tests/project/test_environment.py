from __future__ import annotations

from pathlib import Path

import pytest

from mumian.project.environment import ROOT, Environment, SettingNotUnderstood


def test_nothing_need_be_set() -> None:
    assert Environment.read({}) == Environment(
        var=ROOT / "var",
        profile="demo",
        database_url=None,
        database_role="web",
        secret_key=None,
        host="127.0.0.1",
        port=8000,
        allowed_hosts=(),
        web_workers=1,
        proxies=0,
        live_port=8001,
    )


def test_every_setting_is_taken() -> None:
    assert Environment.read(
        {
            "MUMIAN_VAR": "/srv/mumian",
            "MUMIAN_PROFILE": "office",
            "DATABASE_URL": "postgresql://owner@db/mumian",
            "MUMIAN_DB_ROLE": "worker",
            "MUMIAN_SECRET_KEY": "secret",
            "MUMIAN_HOST": "10.0.0.1",
            "MUMIAN_PORT": "8080",
            "MUMIAN_ALLOWED_HOSTS": "office.example, 10.0.0.1",
            "MUMIAN_WEB_WORKERS": "4",
            "MUMIAN_PROXIES": "2",
            "MUMIAN_LIVE_PORT": "9000",
            "MUMIAN_PROVINCIAL_URL": "https://lists.province.example",
            "MUMIAN_PROVINCIAL_KEY": "shared",
        }
    ) == Environment(
        var=Path("/srv/mumian"),
        profile="office",
        database_url="postgresql://owner@db/mumian",
        database_role="worker",
        secret_key="secret",
        host="10.0.0.1",
        port=8080,
        allowed_hosts=("office.example", "10.0.0.1"),
        web_workers=4,
        proxies=2,
        live_port=9000,
        provincial_url="https://lists.province.example",
        provincial_key="shared",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MUMIAN_PROFILE", "party"),
        ("MUMIAN_DB_ROLE", "postgres"),
        ("MUMIAN_PORT", "0"),
        ("MUMIAN_PORT", "65536"),
        ("MUMIAN_PORT", "٨"),
        ("MUMIAN_WEB_WORKERS", "many"),
        ("MUMIAN_WEB_WORKERS", "0"),
        ("MUMIAN_PROXIES", "-1"),
        ("MUMIAN_PROXIES", "10"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingNotUnderstood, match=f"Nothing was started: {name} is '{value}'"):
        Environment.read({name: value})
