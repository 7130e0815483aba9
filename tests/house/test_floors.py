"""The floors hold: each contract refuses a planted breach, and tables and migrations obey what imports obey."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.house.floors import ROOT, Reference, contract, floors, upward

PLANTS = {
    "A floor imports only floors below it": {"audit/breach.py": "import mumian.cases"},
    "Inside a package, a room imports only rooms below it": {
        "cases/models.py": "X = 1",
        "cases/terms.py": "import mumian.cases.models",
    },
    "Front ends do not know each other": {"web/portal/breach.py": "import mumian.web.desk"},
    "Gateways do not know each other": {"gateways/sms/breach.py": "import mumian.gateways.courier"},
    "Rules, terms, events and errors are plain Python": {"cases/rules.py": "import django.db"},
    "Only cases touches the tables of cases": {
        "cases/models.py": "X = 1",
        "web/desk/breach.py": "import mumian.cases.models",
    },
    "Only payments touches the tables of payments": {
        "payments/models.py": "X = 1",
        "cases/services.py": "import mumian.payments.models",
    },
    "Only production touches the tables of production": {
        "production/models.py": "X = 1",
        "cases/services.py": "import mumian.production.models",
    },
    "Only audit touches the tables of audit": {
        "audit/models.py": "X = 1",
        "cases/services.py": "import mumian.audit.models",
    },
}


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"], cwd=house, env={"PYTHONPATH": "src:."}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def bare_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages with their `__init__.py` alone, under the real contracts."""
    house = tmp_path_factory.mktemp("house")
    for init in (ROOT / "src").rglob("__init__.py"):
        if not {"migrations", "static", "templates"} & set(init.parts):
            target = house / init.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("")
    shutil.copy(ROOT / "pyproject.toml", house)
    (house / "tests/house").mkdir(parents=True)
    shutil.copy(ROOT / "tests/house/contracts.py", house / "tests/house")
    return house


@pytest.fixture
def house(bare_house: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bare_house, tmp_path / "house"))


def plant(house: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = house / "src/mumian" / name
        if (folder := file.with_suffix("")).is_dir():
            shutil.rmtree(folder)
        file.write_text(text + "\n")


def test_house_without_a_breach_is_clean(bare_house: Path) -> None:
    answer = lint_imports(bare_house)

    assert "0 broken" in answer.stdout, answer.stdout + answer.stderr


@pytest.mark.parametrize("name", PLANTS)
def test_contract_refuses_a_planted_breach(house: Path, name: str) -> None:
    plant(house, PLANTS[name])

    answer = lint_imports(house)

    assert (answer.returncode, f"{name} BROKEN" in answer.stdout) == (1, True), answer.stdout + answer.stderr


def test_package_outside_the_floors_is_refused(house: Path) -> None:
    plant(house, {"annex.py": "X = 1"})

    assert "A floor imports only floors below it BROKEN" in lint_imports(house).stdout


def test_room_outside_the_order_is_refused(house: Path) -> None:
    plant(house, {"cases/helpers.py": "X = 1"})

    assert "Inside a package, a room imports only rooms below it BROKEN" in lint_imports(house).stdout


def test_every_contract_has_its_planted_breach() -> None:
    ids = ["floors", "rooms", "front-ends", "gateways", "pure-rules"]
    ids += [f"protected-{package}" for package in ("cases", "payments", "production", "audit")]

    assert [contract(contract_id)["name"] for contract_id in ids] == list(PLANTS)


def package_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "mumian" and len(parts) > 1 else None


def model_references() -> Iterator[Reference]:
    for model in apps.get_models(include_auto_created=True):
        by = package_of(model.__module__)
        for field in model._meta.get_fields():
            if by is None or not field.is_relation or field.auto_created or field.related_model is None:
                continue
            assert not isinstance(field.related_model, str), f"{model.__name__}.{field.name} points at nothing"
            to = package_of(field.related_model.__module__)
            if to is not None:
                yield Reference(by, to, f"{model.__name__}.{field.name}")


def migration_references() -> Iterator[Reference]:
    own = {config.label: package_of(config.name) for config in apps.get_app_configs()}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for (label, name), migration in loader.disk_migrations.items():
        by = own.get(label)
        for needed, _ in [*migration.dependencies, *migration.run_before]:
            to = own.get(needed)
            if by is not None and to is not None:
                yield Reference(by, to, f"{label}.{name} needs {needed}")


def test_tables_point_only_at_floors_below() -> None:
    assert list(upward(model_references(), floors())) == []


def test_migrations_need_only_floors_below() -> None:
    assert list(upward(migration_references(), floors())) == []


def test_tables_and_migrations_are_really_looked_at() -> None:
    assert {"offices"} <= {reference.by for reference in model_references()}
    assert {"offices"} <= {reference.by for reference in migration_references()}


def test_foreign_key_to_a_floor_above_is_found() -> None:
    planted = Reference("offices", "people", "Officer.person")

    assert list(upward([planted, Reference("people", "offices", "Person.office")], floors())) == [planted]


def test_foreign_key_to_an_unknown_neighbour_is_found() -> None:
    planted = Reference("people", "catalogue", "Person.service")

    assert list(upward([planted], floors())) == [planted]
