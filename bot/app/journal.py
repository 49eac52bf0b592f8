"""What the program says to its operator: sentences with facts beside them, and never a name, a text or a token."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

import structlog

from config.settings import LogFormat, LogLevel


def open_journal(level: LogLevel, form: LogFormat) -> None:
    """Write to standard error from now on, from `level` upwards, as text or as one JSON object a line."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    # The libraries' own loggers name addresses, and with them tokens: only their warnings are heard.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet("%(levelname)s %(name)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class _Discreet(logging.Formatter):
    """Of an exception the kind and the places; its text may hold what people wrote."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        kind, _, trace = ei
        places = (f"  {place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(trace))
        return "\n".join((str(kind and kind.__name__), *places))
