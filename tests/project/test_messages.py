from __future__ import annotations

from pathlib import Path

import pytest

from mumian.project import messages

PAGE = '{{ _("Ready on %(day)s", day=day) }}{{ ngettext("%(num)s day", "%(num)s days", days) }}'
TRANSLATED = {
    "Ready on %(day)s": "%(day)s可以领取",
    "%(num)s day": "%(num)s天",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of one page whose sentences are all translated."""
    templates = tmp_path / "web/portal/templates/portal"
    templates.mkdir(parents=True)
    (templates / "front.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "code.py").write_text('name = gettext_lazy("Window")\n', encoding="utf-8")
    messages.update(tmp_path, tmp_path / "django.po")
    rewrite(tmp_path, 'msgid "Ready on %(day)s"\nmsgstr ""', 'msgid "Ready on %(day)s"\nmsgstr "%(day)s可以领取"')
    rewrite(tmp_path, 'msgstr[0] ""', 'msgstr[0] "%(num)s天"')
    rewrite(tmp_path, 'msgid "Window"\nmsgstr ""', 'msgid "Window"\nmsgstr "窗口"')
    return tmp_path


def rewrite(house: Path, old: str, new: str) -> None:
    written = (house / "django.po").read_text(encoding="utf-8")
    assert old in written
    (house / "django.po").write_text(written.replace(old, new), encoding="utf-8")


def said(house: Path) -> list[str]:
    """The English of what check says."""
    return [fault.sentence.en for fault in messages.check(house, house / "django.po")]


def test_complete_catalogue_has_no_fault(house: Path) -> None:
    assert said(house) == []


def test_new_sentence_on_a_page_is_missed(house: Path) -> None:
    page = house / "web/portal/templates/portal/front.html"
    page.write_text(PAGE + "{% trans %}Closed today{% endtrans %}", encoding="utf-8")

    assert said(house) == ['"Closed today" is not in the catalogue. Run messages update and write it in Chinese.']


def test_new_sentence_in_code_is_missed_with_its_line(house: Path) -> None:
    (house / "code.py").write_text('name = gettext_lazy("Window")\n\nother = _("Door")\n', encoding="utf-8")

    assert [fault.where for fault in messages.check(house, house / "django.po")] == ["code.py:3"]


def test_sentence_without_translation_is_missed(house: Path) -> None:
    rewrite(house, "窗口", "")

    assert said(house) == ['"Window" has no translation. Write it in Chinese.']


def test_fuzzy_translation_is_not_trusted(house: Path) -> None:
    rewrite(house, 'msgid "Window"', '#, fuzzy\nmsgid "Window"')

    assert said(house) == ['"Window" is marked fuzzy. Look at it and remove the mark.']


def test_sentence_that_nobody_says_is_found(house: Path) -> None:
    (house / "code.py").write_text("", encoding="utf-8")

    assert said(house) == ['"Window" is no longer said. Run messages update.']


def test_obsolete_line_is_found(house: Path) -> None:
    written = (house / "django.po").read_text(encoding="utf-8")
    (house / "django.po").write_text(written + '\n#~ msgid "Old"\n#~ msgstr "旧"\n', encoding="utf-8")

    assert said(house) == ['"Old" is no longer said. Run messages update.']


@pytest.mark.parametrize(("old", "new"), [("%(day)s可以领取", "可以领取"), ("%(num)s天", "%(number)s天")])
def test_lost_value_is_found(house: Path, old: str, new: str) -> None:
    rewrite(house, f'"{old}"', f'"{new}"')

    (sentence,) = said(house)
    assert sentence.endswith("has other placeholders in its translation. Use those of the sentence.")


@pytest.mark.parametrize("new", ["%(day)s可以领取，95%", "%(day)s可以领取，95% 的人"])
def test_percent_sign_at_which_a_page_fails_is_found(house: Path, new: str) -> None:
    rewrite(house, "%(day)s可以领取", new)

    (sentence,) = said(house)
    assert sentence.endswith("has a single percent sign, at which the page fails. Double it.")


def test_doubled_percent_sign_is_a_sign(house: Path) -> None:
    rewrite(house, "%(day)s可以领取", "%(day)s可以领取，95%%")

    assert said(house) == []


def test_latin_punctuation_in_chinese_is_found(house: Path) -> None:
    rewrite(house, "窗口", "窗口,请坐")

    assert said(house) == ['"Window" has Latin punctuation in its Chinese. Use full-width marks.']


def test_update_keeps_what_is_translated_and_says_how_much_waits(house: Path) -> None:
    (house / "code.py").write_text('name = gettext_lazy("Door")\n', encoding="utf-8")

    waiting = messages.update(house, house / "django.po")

    assert (waiting, said(house)) == (1, ['"Door" has no translation. Write it in Chinese.'])


def test_compiled_catalogue_follows_its_source(house: Path) -> None:
    catalogue = house / "django.po"
    first = messages.compile_catalogue(catalogue).read_bytes()

    rewrite(house, "窗口", "柜台")
    second = messages.compile_catalogue(catalogue).read_bytes()

    assert ("窗口".encode() in first, "柜台".encode() in second) == (True, True)


def test_command_counts_and_tells_by_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    faults = messages.check()

    code = messages.run(["check"])

    assert (code, f"faults={len(faults)}" in capsys.readouterr().out) == (1 if faults else 0, True)
