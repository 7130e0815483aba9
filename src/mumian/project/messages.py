"""The sentences of pages and programs in both languages: gathered, checked and compiled, without any tool but Babel.

Sentences stand in English in templates and code; `locale/zh_Hans/LC_MESSAGES/django.po` holds them in Chinese.
`mumian messages update` adds what is new, a person translates it, `check` says what is still missing, `compile` makes the file
that programs read.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from mumian.foundation.words import Text

SOURCE: Final = Path(__file__).resolve().parents[1]
CATALOGUE: Final = SOURCE / "locale/zh_Hans/LC_MESSAGES/django.po"
METHODS: Final = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS: Final = {
    "**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false", "extensions": "jinja2.ext.do"}
}
KEYWORDS: Final[dict[str, tuple[int | tuple[int, str], ...] | None]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
HALF_WIDTH: Final = re.compile("(?<=[\u4e00-\u9fff])[,;:?!]|[,;:?!](?=[\u4e00-\u9fff])")
LONELY: Final = re.compile(r"%(?!\(\w+\)[a-z])")
"""A percent sign that is no placeholder: on a page every sentence is filled in, and a sign that stands for itself is doubled."""
PLACE: Final = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one sentence, and where it stands."""

    where: str
    sentence: Text

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence.zh}\n{self.where}: {self.sentence.en}"


def gathered(source: Path = SOURCE) -> Catalog:
    """Every sentence in the templates and the code below a folder, with the files it stands in."""
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(str(source), METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",))
    for name, line, message, comments, context in found:
        catalogue.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return catalogue


def read(path: Path = CATALOGUE) -> Catalog:
    """The Chinese catalogue; an empty one where none has been written yet."""
    if not path.exists():
        return Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    return read_po(io.BytesIO(path.read_bytes()), locale="zh_Hans")


def update(source: Path = SOURCE, path: Path = CATALOGUE) -> int:
    """Add new sentences to the catalogue and drop those that nobody says any more; answers how many wait for a translation."""
    catalogue = read(path)
    catalogue.update(gathered(source), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    written = io.BytesIO()
    write_po(written, catalogue, width=0, sort_output=True, omit_header=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER + written.getvalue())
    return sum(not _is_translated(message) for message in catalogue if message.id)


HEADER: Final = b"""# The sentences of Mumian in simplified Chinese.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def check(source: Path = SOURCE, path: Path = CATALOGUE) -> list[Fault]:
    """Everything that would make a page speak the wrong language or drop a value."""
    said, catalogue = gathered(source), read(path)
    faults = [_missing(message) for message in said if message.id and catalogue.get(message.id, message.context) is None]
    for message in catalogue:
        if message.id:
            faults += _faults_of(message, said, path)
    faults += [
        _fault(path, message, "句子已经不用，却还留着。请运行 messages update。", "is no longer said. Run messages update.")
        for message in catalogue.obsolete.values()
    ]
    return faults


def _faults_of(message: Message, said: Catalog, path: Path) -> Iterator[Fault]:
    if said.get(message.id, message.context) is None:
        yield _fault(path, message, "句子已经不用，却还留着。请运行 messages update。", "is no longer said. Run messages update.")
    elif message.fuzzy:
        yield _fault(path, message, "的译文标为待核对。请核对后去掉 fuzzy。", "is marked fuzzy. Look at it and remove the mark.")
    elif not _is_translated(message):
        yield _fault(path, message, "还没有译文。请写上中文。", "has no translation. Write it in Chinese.")
    elif any(HALF_WIDTH.search(text) for text in _forms(message.string)):
        yield _fault(
            path, message, "的译文里有半角标点。请用全角。", "has Latin punctuation in its Chinese. Use full-width marks."
        )
    elif _on_a_page(message) and any(_is_lonely(text) for text in (*_forms(message.id), *_forms(message.string))):
        yield _fault(
            path,
            message,
            "或其译文里有单独的百分号，页面会出错。请写成 %%。",
            "or its translation has a single percent sign, at which the page fails. Double it.",
        )
    elif any(_places(text) != _places(_forms(message.id)[-1]) for text in _forms(message.string)):
        yield _fault(
            path,
            message,
            "的译文里占位符不同。请照原句补齐。",
            "has other placeholders in its translation. Use those of the sentence.",
        )


def _missing(message: Message) -> Fault:
    name, line = message.locations[0]
    english = _forms(message.id)[0]
    return Fault(
        f"{name}:{line}",
        Text(
            zh=f"“{english}”不在译文目录里。请运行 messages update 并写上中文。",
            en=f'"{english}" is not in the catalogue. Run messages update and write it in Chinese.',
        ),
    )


def _fault(path: Path, message: Message, zh: str, en: str) -> Fault:
    english = _forms(message.id)[0]
    return Fault(f"{path.name}:{message.lineno or 1}", Text(zh=f"“{english}”{zh}", en=f'"{english}" {en}'))


def _forms(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The forms of a sentence; one empty one where nothing has been written."""
    return (value,) if isinstance(value, str) else tuple(value or ("",))


def _is_translated(message: Message) -> bool:
    return all(form.strip() for form in _forms(message.string))


def _on_a_page(message: Message) -> bool:
    return any(place.endswith(".html") for place, _ in message.locations)


def _is_lonely(text: str) -> bool:
    return LONELY.search(text.replace("%%", "")) is not None


def _places(text: str) -> list[str]:
    return sorted(PLACE.findall(text.replace("%%", "")))


def compile_catalogue(path: Path = CATALOGUE) -> Path:
    """Make the file that programs read, unless it is already as new as the sentences."""
    compiled = path.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns:
        return compiled
    written = io.BytesIO()
    write_mo(written, read(path))
    # Several processes may compile at once; each puts a whole file in place.
    beside = compiled.with_name(f".{compiled.name}.{id(written)}")
    beside.write_bytes(written.getvalue())
    beside.replace(compiled)
    return compiled


def run(arguments: list[str]) -> int:
    """`mumian messages extract|update|check|compile`."""
    match arguments:
        case ["extract"]:
            written = io.BytesIO()
            write_po(written, gathered(), width=0, sort_output=True, omit_header=True)
            sys.stdout.write(written.getvalue().decode())
        case ["update"]:
            sys.stdout.write(f"{CATALOGUE.name}: 待译 {update()} 句 / sentences waiting for a translation\n")
        case ["check"]:
            faults = check()
            sys.stdout.writelines(f"{fault}\n" for fault in faults)
            sys.stdout.write(f"messages={sum(bool(message.id) for message in gathered())} faults={len(faults)}\n")
            return 1 if faults else 0
        case ["compile"]:
            compile_catalogue()
        case _:
            sys.stderr.write("mumian messages extract|update|check|compile\n")
            return 2
    return 0
