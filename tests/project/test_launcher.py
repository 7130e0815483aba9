"""The launcher beside a clone of a few files: what it makes, what it says, and that it does so once."""

from __future__ import annotations

import ast
import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from mumian.project.environment import ROOT

# Stands for uv: writes down that it was called, takes its time, installs nothing.
STAND_IN = '#!/bin/sh\necho "$@" >> "$(dirname "$0")/calls"\nsleep 0.3\n'
PROGRAM = "import sys\nprint('mumian', *sys.argv[1:])\n"


class Clone:
    """A folder with the launcher, requirements without packages and a program that repeats its arguments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clone"
        self.tools = folder / "tools"
        (self.folder / "src" / "mumian").mkdir(parents=True)
        self.tools.mkdir()
        shutil.copy2(ROOT / "mumian", self.folder)
        for name in ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt"):
            (self.folder / name).write_text("")
        (self.folder / "src" / "mumian" / "__main__.py").write_text(PROGRAM)
        (self.tools / "uv").write_text(STAND_IN)
        (self.tools / "uv").chmod(0o755)

    @property
    def calls(self) -> list[str]:
        """The first words of each call of the installer."""
        try:
            return (self.tools / "calls").read_text().splitlines()
        except FileNotFoundError:
            return []

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "PYTHON"))}
        surroundings |= {"PATH": f"{self.tools}:/usr/bin:/bin", **more}
        command = [sys.executable, str(self.folder / "mumian"), *words]
        return subprocess.Popen(
            command,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
        )

    def run(self, *words: str, **more: str) -> tuple[int, str, str]:
        """Exit code, answer, and what was said beside it."""
        with self.start(*words, **more) as started:
            out, err = started.communicate()
        return started.returncode, out, err


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


@pytest.fixture(scope="module")
def launcher() -> ModuleType:
    """The launcher as a module, for its smaller promises."""
    spec = spec_from_loader("launcher", SourceFileLoader("launcher", str(ROOT / "mumian")))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True, scope="module")
def no_traces() -> Iterator[None]:
    """Loading the launcher as a module must not leave a compiled file in the clone."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    yield
    sys.dont_write_bytecode = before


def test_an_old_python_can_read_it() -> None:
    ast.parse((ROOT / "mumian").read_text(), feature_version=(3, 4))


def test_an_old_python_is_refused_in_both_languages(clone: Clone) -> None:
    program = (
        "import runpy, sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (old)';"
        f"sys.argv = ['mumian', 'demo']; runpy.run_path({str(clone.folder / 'mumian')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", program], env={"PATH": ""}, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (
        1,
        "Python 太旧（3.9.2），木棉没有启动；请安装 Python 3.11 或更新的版本。\n"
        "Python is too old (3.9.2) and Mumian was not started; install Python 3.11 or newer.\n",
    )


def test_an_old_python_hands_on_to_a_newer_one_of_the_machine(clone: Clone) -> None:
    (clone.tools / "python3.11").write_text('#!/bin/sh\necho handed on "$2" "$3"\n')
    (clone.tools / "python3.11").chmod(0o755)
    program = (
        "import runpy, sys; sys.version_info = (3, 9, 2);"
        f"sys.argv = ['mumian', 'demo', '--fresh']; runpy.run_path({str(clone.folder / 'mumian')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PATH": f"{clone.tools}:/bin"}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "handed on demo --fresh\n")


def test_it_installs_exactly_what_is_pinned_and_hands_on(clone: Clone) -> None:
    code, out, _ = clone.run("demo", "--port", "8001")

    assert (code, out) == (0, "mumian demo --port 8001\n")
    python = clone.folder / ".venv" / "bin" / "python"
    assert clone.calls == [f"pip install --quiet --python {python} --require-hashes -r {clone.folder}/requirements.txt"]


@pytest.mark.parametrize(
    ("word", "file"), [("serve", "requirements.txt"), ("test", "requirements-dev.txt"), ("check", "requirements-dev.txt")]
)
def test_tools_of_developers_are_installed_only_for_their_commands(word: str, file: str, clone: Clone) -> None:
    clone.run(word)

    assert [call.rpartition("/")[2] for call in clone.calls] == [file]


def test_a_second_start_installs_nothing_and_is_quick(clone: Clone) -> None:
    clone.run("test")
    (clone.tools / "calls").unlink()

    began = time.monotonic()
    said = clone.run("demo")
    took = time.monotonic() - began

    assert said == (0, "mumian demo\n", "")
    assert clone.calls == []
    assert took < 2


def test_changed_requirements_are_installed_again(clone: Clone) -> None:
    clone.run("demo")
    (clone.folder / "requirements.txt").write_text("# changed\n")
    clone.run("demo")

    assert len(clone.calls) == 2


def test_two_first_starts_at_once_install_once(clone: Clone) -> None:
    with clone.start("demo") as first, clone.start("status") as second:
        said = {first.communicate()[0], second.communicate()[0]}

    assert said == {"mumian demo\n", "mumian status\n"}
    assert len(clone.calls) == 1


def test_an_environment_whose_python_has_gone_is_made_again(clone: Clone) -> None:
    clone.run("demo")
    python = clone.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")

    assert clone.run("demo")[:2] == (0, "mumian demo\n")


def test_stale_catalogues_are_compiled(clone: Clone) -> None:
    messages = clone.folder / "src" / "mumian" / "locale" / "zh_Hans" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "django.po").write_text("")
    compile_only = f"sys.argv[1:] == ['messages', 'compile'] and pathlib.Path({str(messages / 'django.mo')!r}).touch()"
    (clone.folder / "src" / "mumian" / "__main__.py").write_text(f"import pathlib, sys\n{compile_only}\n")

    clone.run("demo")

    assert (messages / "django.mo").exists()


def test_without_a_network_it_is_said_in_one_sentence(clone: Clone) -> None:
    (clone.tools / "uv").unlink()
    for name in ("requirements.txt", "requirements-uv.txt"):
        (clone.folder / name).write_text(f"nothing==1 --hash=sha256:{'0' * 64}\n")

    code, out, err = clone.run("demo", PIP_INDEX_URL="http://127.0.0.1:1/simple", PIP_RETRIES="0", PIP_TIMEOUT="1")

    assert (code, out) == (1, "")
    assert err.splitlines()[1:] == [
        "无法连接软件源，依赖没有装好；请检查网络后再运行，已下载的会保留。",
        "The package index could not be reached, so the installation is not finished; check the network and run this again.",
    ]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("error: No space left on device (os error 28)", "full"),
        ("OSError: [Errno 30] Read-only file system: '/srv'", "readonly"),
        ("  × Failed to fetch: dns error: failed to lookup address information", "network"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError(Failed to establish a new connection)'", "network"),
        ("Hash mismatch for django==5.2", "hash"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash"),
        ("error: something new", "other"),
    ],
)
def test_the_last_words_of_an_installer_become_one_sentence(said: str, name: str, launcher: ModuleType) -> None:
    with pytest.raises(launcher.Refused) as refused:
        launcher.explain(said)

    assert refused.value.name == name


@pytest.mark.parametrize(
    ("number", "name"), [(errno.ENOSPC, "full"), (errno.EROFS, "readonly"), (errno.EACCES, "readonly"), (errno.EIO, "other")]
)
def test_a_fault_of_the_machine_becomes_one_sentence(number: int, name: str, launcher: ModuleType) -> None:
    assert launcher.name_of(OSError(number, "")) == name


def test_without_uv_and_pip_it_is_said_what_to_install(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "run", lambda _command: (1, "No module named pip"))
    monkeypatch.setattr(launcher, "VENV", "/nowhere")
    monkeypatch.setenv("PATH", "")

    with pytest.raises(launcher.Refused) as refused:
        launcher.install("requirements.txt")

    assert refused.value.name == "no_installer"


def test_every_sentence_stands_in_both_languages(launcher: ModuleType) -> None:
    assert {name: len(pair) for name, pair in launcher.SAID.items()} == dict.fromkeys(launcher.SAID, 2)
    assert all(any("\u4e00" <= character <= "\u9fff" for character in zh) for zh, _ in launcher.SAID.values())
    assert all(en.isascii() for _, en in launcher.SAID.values())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a read-only disk")
def test_a_read_only_disk_is_said_in_one_sentence(clone: Clone) -> None:
    subprocess.run(["mount", "--bind", "-o", "ro", clone.folder, clone.folder], check=True)
    try:
        code, out, err = clone.run("demo")
    finally:
        subprocess.run(["umount", clone.folder], check=True)

    assert (code, out, err.splitlines()[1]) == (
        1,
        "",
        f"{clone.folder} cannot be written (read-only, or no permission), so nothing was installed; "
        "put Mumian into a folder that can be written.",
    )
