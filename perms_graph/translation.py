"""The interface in the reader's language: English is the key, gettext holds the French."""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path

from perms_graph.errors import Message, PermsError, msg

_LOCALE = Path(__file__).resolve().parent / "locale"


def translate(message: Message | str, language: str) -> str:
    """Say a sentence in a language.

    Args:
        message: What to say; values that are messages themselves are said in the same language.
        language: ``en`` or ``fr``. A sentence without translation is said in English.
    """
    if isinstance(message, str):
        message = Message(message)
    pattern = _catalogue(language).gettext(message.pattern)
    values = {
        name: translate(value, language) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return pattern.format(**values) if values else pattern


def explain(error: PermsError, language: str) -> str:
    """Say an error: its place if it has one, what is wrong, and on a second line what to do."""
    where = getattr(error, "where", None)
    line = getattr(error, "line", None)
    text = translate(error.message, language)
    if where:
        text = f"{where}: {text}"
    elif line is not None:
        at = translate(
            msg("line {line}, column {column}", line=line, column=getattr(error, "column", None)),
            language,
        )
        text = f"{text} ({at})"
    if error.hint is not None:
        text += "\n" + translate(error.hint, language)
    return text


@lru_cache(maxsize=4)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", _LOCALE, [language], fallback=True)
