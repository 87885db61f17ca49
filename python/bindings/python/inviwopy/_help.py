"""Help texts of processors as documents."""

from __future__ import annotations

from typing import Any

from .doc import Document, md2doc


def toDocument(what: Any) -> Document:
    """A document of a document, a text in Markdown, a property, port or processor."""
    if isinstance(what, Document):
        return what
    describe = getattr(what, "getDescription", None)
    if callable(describe):
        return describe()
    if hasattr(what, "getProcessorInfo"):
        return buildProcessorHelp(what)
    if hasattr(what, "contentInfo"):
        return md2doc(f"**{what.identifier}**, {what.classIdentifier}\n\n{what.help}".strip())
    return md2doc(str(what))


def _rows(title: str, rows: list) -> str:
    lines = "\n".join(f"- **{name}**{f': {text}' if text else ''}" for name, text in rows)
    return f"## {title}\n\n{lines}\n\n" if rows else ""


def buildProcessorHelp(processor: Any, app: Any = None) -> Document:
    """The help of a processor in Markdown: what its class says, its ports and its properties.

    ``processor`` is a processor, its ProcessorInfo, or the identifier of a class. Raises KeyError for an unknown one.
    """
    if isinstance(processor, str):
        from ._adding import create

        processor = create(processor)
    info = processor if not hasattr(processor, "getProcessorInfo") else processor.getProcessorInfo()
    text = f"# {info.displayName}\n\n{info.help}\n\n"
    if processor is not info:
        for title, ports in (("Inports", processor.inports), ("Outports", processor.outports)):
            text += _rows(title, [(port.identifier, str(port.help)) for port in ports])
        text += _rows("Properties", [(prop.displayName, str(prop.help)) for prop in processor.properties])
    return md2doc(text.strip())


__all__ = ["buildProcessorHelp", "toDocument"]
