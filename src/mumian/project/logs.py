"""Logs as one JSON object a line, without personal data: no paths with numbers in them, no faults that quote rows."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

LONGEST_WORD = 100  # characters; a longer value is a text, and a text may be personal
_ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName"}


class JsonLines(logging.Formatter):
    """Time, level, logger, message and the `extra` values, which are kept only when they are numbers or short words."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        request = getattr(record, "request", None)
        if request is not None:
            # The route, never the path: a path may carry a receipt number or a name.
            match = getattr(request, "resolver_match", None)
            line |= {"method": getattr(request, "method", None), "route": match.route if match else None}
        line |= {key: value for key, value in vars(record).items() if key not in _ORDINARY and _is_plain(value)}
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """The message with its arguments, except of requests and SQL, whose arguments may be personal."""
    if record.name.startswith("django."):
        return str(record.msg)
    return record.getMessage()


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, int | float | bool) or (isinstance(value, str) and len(value) <= LONGEST_WORD)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mumian.project.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
