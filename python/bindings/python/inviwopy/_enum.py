"""Enumerations that behave as pybind11's do: numbers with names, ``E(2)``, ``int(e)``, ``str`` gives ``E.Name``; and sets of them."""

from __future__ import annotations

import enum
from typing import Any, ClassVar, Iterator


class Enum(enum.IntEnum):
    """A number with a name; usable wherever an int is."""

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    __repr__ = __str__


class Flags:
    """A set of members of an enumeration whose values are bits: ``in``, iteration, ``|``, ``&``, ``^``, also with single members."""

    _enum: ClassVar[Any] = None

    def __init__(self, *flags: Any) -> None:
        """Of members, other sets, numbers and lists of them. Raises TypeError or ValueError for what is none of the enumeration."""
        self._bits = 0
        for flag in flags:
            self._bits |= self._bits_of(flag)

    @classmethod
    def _bits_of(cls, flag: Any) -> int:
        if isinstance(flag, cls):
            return flag._bits
        if isinstance(flag, (list, tuple, set, frozenset)):
            return cls(*flag)._bits
        if isinstance(flag, Flags) or (isinstance(flag, enum.Enum) and not isinstance(flag, cls._enum)):
            raise TypeError(f"{cls.__name__} holds {cls._enum.__name__} values, not {type(flag).__name__}")
        bits = int(flag)
        if bits & ~cls._all():
            raise ValueError(f"{cls.__name__} holds {', '.join(cls._enum.__members__)}; {flag!r} is none of them")
        return bits

    @classmethod
    def _all(cls) -> int:
        bits = 0
        for member in cls._enum:
            bits |= int(member)
        return bits

    def _of(self, bits: int) -> Any:
        made = type(self)()
        made._bits = bits
        return made

    def __iter__(self) -> Iterator[Any]:
        return iter([member for member in self._enum if int(member) and int(member) & self._bits])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return self._bits != 0

    def __int__(self) -> int:
        return self._bits

    __index__ = __int__

    def __contains__(self, flag: Any) -> bool:
        bits = self._bits_of(flag)
        return self._bits & bits == bits if bits else self._bits == 0

    def __eq__(self, other: object) -> bool:
        return self._bits == int(other) if isinstance(other, (type(self), self._enum, int)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._bits)

    def __or__(self, other: Any) -> Any:
        return self._of(self._bits | self._bits_of(other))

    def __and__(self, other: Any) -> Any:
        return self._of(self._bits & self._bits_of(other))

    def __xor__(self, other: Any) -> Any:
        return self._of(self._bits ^ self._bits_of(other))

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def empty(self) -> bool:
        """Whether there is none."""
        return self._bits == 0

    def size(self) -> int:
        """Number of members in the set."""
        return len(self)

    def max_size(self) -> int:
        """Number of members that could be in the set."""
        return sum(1 for member in self._enum if int(member))

    def contains(self, flag: Any) -> bool:
        """Whether a member is in the set."""
        return flag in self

    def count(self, flag: Any) -> int:
        """1 when a member is in the set, else 0."""
        return int(flag in self)

    def insert(self, flag: Any) -> bool:
        """Adds a member; whether it was not there yet."""
        new = flag not in self
        self._bits |= self._bits_of(flag)
        return new

    def erase(self, flag: Any) -> int:
        """Removes a member; how many were removed."""
        found = self.count(flag)
        self._bits &= ~self._bits_of(flag)
        return found

    def clear(self) -> None:
        """Removes all members."""
        self._bits = 0

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {' | '.join(member.name for member in self) or 'none'}>"


class FlagEnum(Enum):
    """An enumeration whose values are bits; ``|``, ``&`` and ``^`` of members make sets."""

    def __or__(self, other: Any) -> Any:
        return type(self)._flags(self) | other  # type: ignore[attr-defined]

    def __and__(self, other: Any) -> Any:
        return type(self)._flags(self) & other  # type: ignore[attr-defined]

    def __xor__(self, other: Any) -> Any:
        return type(self)._flags(self) ^ other  # type: ignore[attr-defined]


def flags_of(members: Any, name: str) -> Any:
    """The class of sets of an enumeration, named as Inviwo does: the plural."""
    words = {"__doc__": f"A set of ``{members.__name__}``.", "__module__": members.__module__, "_enum": members}
    made = type(name, (Flags,), words)
    members._flags = made
    return made
