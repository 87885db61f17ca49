"""What a class of processors says about itself."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Union

from ._enum import Enum


class CodeState(Enum):
    """How finished a processor is."""

    Broken = 0
    Experimental = 1
    Stable = 2


class Tag:
    """A word by which processors are found."""

    CPU: Tag
    GL: Tag
    CL: Tag
    PY: Tag

    def __init__(self, tag: Union[str, Tag] = "") -> None:
        self._text = str(tag)

    def getString(self) -> str:
        """The word."""
        return self._text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Tag({self._text!r})"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Tags):
            return other == self
        return self._text == str(other) if isinstance(other, (Tag, str)) else NotImplemented

    def __lt__(self, other: Tag) -> bool:
        return self._text < str(other)

    def __hash__(self) -> int:
        return hash(self._text)

    def __or__(self, other: Any) -> Tags:
        return Tags([self, Tags(other)])

    __add__ = __or__


for _name in ("CPU", "GL", "CL", "PY"):
    setattr(Tag, _name, Tag(_name))


class _Static:
    """A constant of a class; each access makes it anew, so that nobody changes it for all."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __get__(self, instance: Any, owner: Any) -> Any:
        return owner(self._text)


class Tags:
    """Several tags; made of one, a list, or a text with commas."""

    CPU = _Static("CPU")
    GL = _Static("GL")
    CL = _Static("CL")
    PY = _Static("PY")
    Empty = _Static("")

    def __init__(self, tags: Union[str, Tag, Tags, Iterable[Any]] = ()) -> None:
        self.tags: list[Tag] = []
        self.addTags(tags)

    def addTag(self, tag: Union[str, Tag]) -> None:
        """Adds one tag, once. Raises TypeError for what is neither a tag nor a text."""
        if isinstance(tag, Tags):
            self.addTags(tag)
            return
        if not isinstance(tag, (str, Tag)):
            raise TypeError(f"a tag is a text or an inviwopy.Tag, not {tag!r}")
        tag = Tag(tag)
        if str(tag) and tag not in self.tags:
            self.tags.append(tag)

    def addTags(self, tags: Union[str, Tag, Tags, Iterable[Any]]) -> None:
        """Adds several tags."""
        if isinstance(tags, str):
            tags = [part.strip() for part in tags.split(",")]
        elif isinstance(tags, Tag):
            tags = [tags]
        elif isinstance(tags, Tags):
            tags = tags.tags
        for tag in tags:
            self.addTag(tag)

    def size(self) -> int:
        """Number of tags."""
        return len(self.tags)

    def empty(self) -> bool:
        """Whether there is none."""
        return not self.tags

    def getString(self) -> str:
        """The tags with commas between."""
        return ", ".join(str(tag) for tag in self.tags)

    def getMatches(self, other: Tags) -> int:
        """Number of tags that both have."""
        return sum(tag in other.tags for tag in self.tags)

    def __str__(self) -> str:
        return self.getString()

    def __repr__(self) -> str:
        return f"Tags({self.getString()!r})"

    def __eq__(self, other: object) -> bool:
        return set(self.tags) == set(Tags(other).tags) if isinstance(other, (Tags, Tag)) else NotImplemented

    def __or__(self, other: Any) -> Tags:
        return Tags([self, Tags(other)])

    __add__ = __ror__ = __radd__ = __or__

    def __lt__(self, other: Tags) -> bool:
        return self.tags < other.tags

    def __len__(self) -> int:
        return len(self.tags)

    def __contains__(self, tag: object) -> bool:
        return tag in self.tags

    def __iter__(self) -> Iterator[Tag]:
        return iter(self.tags)

    __hash__ = None  # type: ignore[assignment]


# Inviwo's name for it until 2023, which is a key word: scripts reach it by `getattr` only.
setattr(Tags, "None", _Static(""))


class ProcessorInfo:
    """Class identifier, names and help of a class of processors. Cannot be changed."""

    def __init__(
        self,
        classIdentifier: str,
        displayName: str,
        category: str = "Python",
        codeState: CodeState = CodeState.Stable,
        tags: Any = Tag.PY,
        help: Any = "",  # noqa: A002
        visible: bool = True,
    ) -> None:
        """``tags`` is a Tag, a Tags, a list or a text; ``help`` a text or a Document. Raises TypeError for names that are no texts."""
        if isinstance(help, bool):
            # The sixth argument was `visible` until 2023.
            help, visible = "", help  # noqa: A001
        for name, value in (("classIdentifier", classIdentifier), ("displayName", displayName), ("category", category)):
            if not isinstance(value, str) or (name == "classIdentifier" and not value):
                raise TypeError(f"ProcessorInfo: {name} takes a text, got {value!r}")
        vars(self).update(
            classIdentifier=classIdentifier,
            displayName=displayName,
            category=category,
            codeState=CodeState(codeState),
            tags=Tags(tags),
            help=str(help),
            visible=bool(visible),
        )

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"ProcessorInfo cannot be changed: give {name} when it is made")

    def __repr__(self) -> str:
        return f"ProcessorInfo({self.classIdentifier!r}, {self.displayName!r})"


# What a class may state as plain attributes in place of `processorInfo`.
PLAIN = ("classIdentifier", "displayName", "category", "codeState", "tags", "help")


def info_of_attributes(cls: type, stated: dict) -> ProcessorInfo:
    """The info of a class that states it as plain attributes. Raises TypeError without a ``classIdentifier``."""
    if "classIdentifier" not in stated:
        raise TypeError(
            f"{cls.__name__} states {', '.join(stated)} but no classIdentifier, such as classIdentifier = 'org.me.{cls.__name__}'"
        )
    return ProcessorInfo(**{"displayName": cls.__name__, **stated})
