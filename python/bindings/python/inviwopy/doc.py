"""Help texts: Markdown that Inviwo wraps in a ``Document``."""

from __future__ import annotations

import textwrap


class Document:
    """A help text."""

    def __init__(self, text: object = "") -> None:
        self._text = str(text)

    def __str__(self) -> str:
        return self._text

    def str(self) -> str:  # noqa: A003
        """The text."""
        return self._text

    def empty(self) -> bool:
        """Whether there is no text."""
        return not self._text

    def append(self, name: object, content: object = "", attributes: object = None) -> Document:
        """Adds a paragraph and returns the document."""
        self._text = f"{self._text}\n\n{content}".strip()
        return self

    def __eq__(self, other: object) -> bool:
        return self._text == str(other) if isinstance(other, (Document, "".__class__)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def md2doc(text: "str") -> Document:
    """A document of a Markdown text."""
    return Document(text)


def unindentMd2doc(text: "str") -> Document:
    """A document of a Markdown text whose common indentation is removed."""
    return Document(textwrap.dedent(text).strip())


__all__ = ["Document", "md2doc", "unindentMd2doc"]
