"""Help texts: Markdown, or trees of named elements as Inviwo has them."""

from __future__ import annotations

import html
import inspect
from typing import Any, Callable, Iterable, Optional, Union

from ._enum import Enum

_Text = str


class ElementType(Enum):
    """Whether an element is a text or has a name and children."""

    Node = 0
    Text = 1


# Elements of HTML that have no content.
_EMPTY = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")


class Element:
    """A text, or a name with attributes and children: ``Element(ElementType.Text, "…")``, ``Element("b", "content", {})``."""

    def __init__(self, name: Any, content: _Text = "", attributes: Optional[dict] = None) -> None:
        self._children: list[Element] = []
        self._attributes: dict = dict(attributes or {})
        if isinstance(name, ElementType):
            self._type, self._data = name, _Text(content)
            return
        self._type, self._data = ElementType.Node, _Text(name)
        if content:
            self._children.append(Element(ElementType.Text, content))

    @property
    def type(self) -> ElementType:
        """Node or Text."""
        return self._type

    def isText(self) -> bool:
        """Whether it is a text."""
        return self._type == ElementType.Text

    def isNode(self) -> bool:
        """Whether it has a name."""
        return self._type == ElementType.Node

    @property
    def name(self) -> _Text:
        """The name of a node; empty for a text."""
        return self._data if self.isNode() else ""

    @name.setter
    def name(self, value: _Text) -> None:
        if not self.isNode():
            raise ValueError("a text has no name")
        self._data = _Text(value)

    @property
    def content(self) -> _Text:
        """The text; of a node that of its first child."""
        if self.isText():
            return self._data
        return self._children[0]._data if self._children and self._children[0].isText() else ""

    @content.setter
    def content(self, value: _Text) -> None:
        if self.isText():
            self._data = _Text(value)
        elif self._children and self._children[0].isText():
            self._children[0]._data = _Text(value)
        else:
            self._children.insert(0, Element(ElementType.Text, value))

    @property
    def attributes(self) -> dict:
        """Attributes by name, live."""
        return self._attributes

    def emptyTag(self) -> bool:
        """Whether it is written without an end: ``<br>``."""
        return self.isNode() and self._data in _EMPTY

    def noIndent(self) -> bool:
        """Whether space in it counts."""
        return self.isNode() and self._data == "pre"

    def _write(self) -> _Text:
        if self.isText():
            return self._data
        attributes = "".join(f' {key}="{html.escape(_Text(value))}"' for key, value in self._attributes.items())
        start = f"<{self._data}{attributes}>"
        return start if self.emptyTag() else start + "".join(child._write() for child in self._children) + f"</{self._data}>"

    def __repr__(self) -> _Text:
        return f"<Element {self._write()!r}>"


class PathComponent:
    """Which child is meant: an index, a name, attributes, or name and attributes; ``first``, ``last``, ``end``."""

    first: Any
    last: Any
    end: Any

    def __init__(self, name: Union[int, _Text, dict], attributes: Optional[dict] = None) -> None:
        self._index = name if isinstance(name, int) else None
        self._name = name if isinstance(name, _Text) else None
        self._attributes = name if isinstance(name, dict) else attributes or {}

    def _find(self, elements: list) -> int:
        """Position in a list; its length when there is none."""
        if self._index is not None:
            position = self._index if self._index >= 0 else len(elements) + self._index
            return min(max(position, 0), len(elements))
        for position, element in enumerate(elements):
            named = self._name is None or (element.isNode() and element.name == self._name)
            if named and all(element.attributes.get(key) == value for key, value in self._attributes.items()):
                return position
        return len(elements)


PathComponent.first, PathComponent.last, PathComponent.end = PathComponent(0), PathComponent(-1), PathComponent(2**31)


class DocumentHandle:
    """A place in a document: what is added goes below it."""

    def __init__(self, element: Optional[Element], children: list) -> None:
        self._element, self._children = element, children

    @property
    def element(self) -> Optional[Element]:
        """The element, or None for the document itself."""
        return self._element

    def get(self, path: Any) -> DocumentHandle:
        """The place at a list of components. Raises KeyError when there is none."""
        handle = self
        for component in [path] if isinstance(path, (PathComponent, int, _Text, dict)) else path:
            component = component if isinstance(component, PathComponent) else PathComponent(component)
            position = component._find(handle._children)
            if position == len(handle._children):
                raise KeyError(f"the document has no element at {path!r}")
            found = handle._children[position]
            handle = DocumentHandle(found, found._children)
        return handle

    def insert(self, before: Any, name: Any, content: _Text = "", attributes: Optional[dict] = None) -> DocumentHandle:
        """Puts an element, or all elements of a document, before a child. Returns its place."""
        before = before if isinstance(before, PathComponent) else PathComponent(before)
        position = before._find(self._children)
        if isinstance(name, Document):
            self._children[position:position] = name._elements
            return self
        made = Element(_Text(name), _Text(content), attributes)
        self._children.insert(position, made)
        return DocumentHandle(made, made._children)

    def append(self, name: Any, content: _Text = "", attributes: Optional[dict] = None) -> DocumentHandle:
        """Puts an element, or all elements of a document, at the end. Returns its place."""
        return self.insert(PathComponent.end, name, content, attributes)

    def insertText(self, before: Any, text: _Text) -> DocumentHandle:
        """Puts a text before a child."""
        before = before if isinstance(before, PathComponent) else PathComponent(before)
        self._children.insert(before._find(self._children), Element(ElementType.Text, text))
        return self

    def appendText(self, text: _Text) -> DocumentHandle:
        """Puts a text at the end."""
        return self.insertText(PathComponent.end, text)


class Document:
    """A help text: Markdown, or elements that are written as HTML."""

    def __init__(self, text: object = "") -> None:
        self._elements: list[Element] = []
        if _Text(text):
            self._elements.append(Element(ElementType.Text, _Text(text)))

    def __str__(self) -> _Text:
        return "".join(element._write() for element in self._elements)

    def str(self) -> _Text:  # noqa: A003
        """The text."""
        return self.__str__()

    def empty(self) -> bool:
        """Whether there is no text."""
        return not self._elements

    def handle(self) -> DocumentHandle:
        """The place of the document itself."""
        return DocumentHandle(None, self._elements)

    def get(self, path: Any) -> DocumentHandle:
        """The place at a list of components. Raises KeyError when there is none."""
        return self.handle().get(path)

    def insert(self, before: Any, name: Any, content: _Text = "", attributes: Optional[dict] = None) -> DocumentHandle:
        """Puts an element, or a document, before one of the outermost elements. Returns its place."""
        return self.handle().insert(before, name, content, attributes)

    def append(self, name: Any, content: _Text = "", attributes: Optional[dict] = None) -> DocumentHandle:
        """Puts an element, or a document, at the end. Returns its place."""
        return self.handle().append(name, content, attributes)

    def insertText(self, before: Any, text: _Text) -> DocumentHandle:
        """Puts a text before one of the outermost elements."""
        return self.handle().insertText(before, text)

    def appendText(self, text: _Text) -> DocumentHandle:
        """Puts a text at the end."""
        return self.handle().appendText(text)

    def visit(self, before: Callable[..., Any], after: Callable[..., Any]) -> None:
        """Calls ``before(element, elements above)`` and ``after(…)`` for each element, outermost first."""

        def walk(elements: Iterable[Element], above: list) -> None:
            for element in elements:
                before(element, above)
                walk(element._children, [*above, element])
                after(element, above)

        walk(self._elements, [])

    def __eq__(self, other: object) -> bool:
        return self.__str__() == other.__str__() if isinstance(other, (Document, _Text)) else NotImplemented

    def __repr__(self) -> _Text:
        return f"<Document {self.__str__()[:60]!r}>"

    __hash__ = None  # type: ignore[assignment]


def md2doc(text: _Text) -> Document:
    """A document of a Markdown text."""
    return Document(text)


def unindentMd2doc(text: _Text) -> Document:
    """A document of a Markdown text whose common indentation is removed, also where the first line has none."""
    return Document(inspect.cleandoc(text))


__all__ = ["Document", "DocumentHandle", "Element", "ElementType", "PathComponent", "md2doc", "unindentMd2doc"]
