"""Every command of the program. A new one is a line here and a function `(arguments) -> exit code` where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from mumian.foundation.words import Text


@dataclass(frozen=True)
class Command:
    """A word of the command line. `runs` is `module:function`, imported only when the word is said, so that others stay quick."""

    usage: str
    summary: Text
    runs: str

    @property
    def name(self) -> str:
        return self.usage.split()[0]

    def load(self) -> Callable[[list[str]], int]:
        module, _, function = self.runs.partition(":")
        found: Callable[[list[str]], int] = getattr(import_module(module), function)
        return found


_ALL = (
    Command(
        "demo [--port 8000] [--at HH:MM] [--fresh] [--city lively|history|still]",
        Text("打开一个满是虚构人物的办事大厅", "open an office full of invented people"),
        "mumian.project.commands.house:demo",
    ),
    Command(
        "serve [web|worker|lists|sealer] [--host H] [--port P]",
        Text("正式运行，或只运行其中一个进程", "run the office for real, or one of its processes"),
        "mumian.project.commands.house:serve",
    ),
    Command(
        "status [--json]",
        Text("说明正在运行什么（退出码 0 运行，3 停止）", "say what runs (exit code 0 running, 3 stopped)"),
        "mumian.project.commands.state:status",
    ),
    Command("stop", Text("停止正在运行的一切", "stop everything that runs"), "mumian.project.commands.state:stop"),
    Command(
        "test [pytest arguments]",
        Text("运行测试", "run the tests"),
        "mumian.project.commands.test:run",
    ),
    Command(
        "check [NAME …]",
        Text(
            "运行全部检查：格式、类型、分层、迁移、规则手册、语言",
            "run all checks: style, types, floors, migrations, rulebook, messages",
        ),
        "mumian.project.commands.check:run",
    ),
    Command(
        "bench [NAME] [--json]",
        Text("列出或运行一项测量", "list the measurements, or run one"),
        "mumian.project.commands.bench:run",
    ),
    Command(
        "db roles|migrate|backup FILE|restore FILE",
        Text("照看数据库：登录名、数据表、备份、恢复", "look after the database: logins, tables, backup, restore"),
        "mumian.project.commands.db:run",
    ),
    Command(
        "manage COMMAND …",
        Text("运行 Django 的管理命令", "run a management command of Django"),
        "mumian.project.commands.manage:run",
    ),
    Command(
        "rulebook check|load|explain …",
        Text("检查、装入、解释规则手册", "check, load or ask a rulebook"),
        "mumian.project.commands.rulebook:run",
    ),
    Command(
        "audit export|verify|prove|head|witness …",
        Text("导出、核对、证明、见证审计记录", "export, verify, prove or witness the audit record"),
        "mumian.project.commands.audit:run",
    ),
    Command(
        "clearance load|screen|rescreen|explain|replay|rekey|entrust|source|unit|clerk|look-again|compare …",
        Text(
            "装入核查名单，指定经办民警、来源和单位，比对人员",
            "load reference lists, say who holds, sends and files, compare persons",
        ),
        "mumian.project.commands.clearance:run",
    ),
    Command(
        "staff appoint|account|password USERNAME …",
        Text("任命人员并发给一次性密码", "appoint somebody with an account and a one-time password"),
        "mumian.project.commands.staff:run",
    ),
    Command(
        "people register FILE [--version V] [--lines N]",
        Text("装入人口信息库的一个版本", "load a version of the population register"),
        "mumian.project.commands.people:run",
    ),
    Command(
        "speech make",
        Text("生成叫号语音（普通话、粤语、英语）", "make the voices that call numbers (Mandarin, Cantonese, English)"),
        "mumian.project.commands.speech:run",
    ),
    Command(
        "queue agent|name-agent|dismiss-agent|take-back …",
        Text("运行大厅的现场终端，或由负责人指定、撤回它", "run the own agent of a hall, or say which agent is believed"),
        "mumian.project.commands.queue:run",
    ),
    Command(
        "simulate day|month|peak|http …",
        Text(
            "快进一座虚构的城市：演示数据、培训、压力与证明",
            "an invented city in fast motion: demo data, training, load and proof",
        ),
        "mumian.project.commands.simulate:run",
    ),
    Command(
        "gateway provincial|survey …",
        Text("运行模拟的省级名单接口或调查中心（演练用）", "run a simulated province that sends lists, or a survey centre"),
        "mumian.project.commands.gateway:run",
    ),
    Command(
        "messages extract|update|check|compile",
        Text("收集、核对、编译界面上的句子", "gather, check and compile the sentences of the pages"),
        "mumian.project.messages:run",
    ),
)

COMMANDS = {command.name: command for command in _ALL}
