"""BitSet: a set of whole numbers from 0 to 2^32 - 1."""

from __future__ import annotations

from typing import Any, Iterable, Iterator

import numpy as np

_LAST = 2**32 - 1


def _number(value: Any) -> int:
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)) or not 0 <= value <= _LAST:
        raise TypeError(f"a BitSet holds whole numbers from 0 to {_LAST}, got {value!r}")
    return int(value)


class BitSet:
    """Whole numbers, each once, in ascending order."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        """Of numbers, or of bools: then the places of those that are true."""
        self._numbers: set = set()
        self.add(values)

    def add(self, values: Any) -> None:
        """Adds a number, numbers, or the places of the bools that are true."""
        if isinstance(values, BitSet):
            self._numbers |= values._numbers
            return
        if isinstance(values, (int, np.integer)) and not isinstance(values, bool):
            self._numbers.add(_number(values))
            return
        listed = values.tolist() if isinstance(values, np.ndarray) else list(values)
        if listed and all(isinstance(value, (bool, np.bool_)) for value in listed):
            self._numbers.update(index for index, value in enumerate(listed) if value)
        else:
            self._numbers.update([_number(value) for value in listed])

    def addChecked(self, value: int) -> bool:
        """Adds a number. Whether it was not there before."""
        before = len(self._numbers)
        self.add(value)
        return len(self._numbers) > before

    def addRange(self, begin: int, end: int) -> None:
        """Adds the numbers from ``begin`` up to, not with, ``end``."""
        self._numbers.update(range(_number(begin), int(end)))

    def addRangeClosed(self, begin: int, end: int) -> None:
        """Adds the numbers from ``begin`` up to and with ``end``."""
        self.addRange(begin, _number(end) + 1)

    def set(self, value: int, enable: bool = True) -> None:
        """Adds or removes a number."""
        self._numbers.add(_number(value)) if enable else self._numbers.discard(_number(value))

    def remove(self, value: int) -> None:
        """Removes a number, if it is there."""
        self._numbers.discard(_number(value))

    def removeChecked(self, value: int) -> bool:
        """Removes a number. Whether it was there."""
        found = value in self._numbers
        self.remove(value)
        return found

    def contains(self, value: int) -> bool:
        """Whether a number is in the set."""
        return value in self._numbers

    def containsRange(self, begin: int, end: int) -> bool:
        """Whether all numbers from ``begin`` up to, not with, ``end`` are in the set."""
        return all(value in self._numbers for value in range(begin, end))

    def flip(self, value: int) -> None:
        """Adds a number that is not there, removes one that is."""
        self._numbers ^= {_number(value)}

    def flipRange(self, begin: int, end: int) -> None:
        """Flips the numbers from ``begin`` up to, not with, ``end``."""
        self._numbers ^= {*range(_number(begin), int(end))}

    def empty(self) -> bool:
        """Whether there is no number."""
        return not self._numbers

    def size(self) -> int:
        """How many numbers there are."""
        return len(self._numbers)

    cardinality = size

    def clear(self) -> None:
        """Removes all numbers."""
        self._numbers.clear()

    def min(self) -> int:
        """The least number. ValueError when there is none."""
        return min(self._filled("min"))

    def max(self) -> int:
        """The greatest number. ValueError when there is none."""
        return max(self._filled("max"))

    def _filled(self, what: str) -> Any:
        if not self._numbers:
            raise ValueError(f"an empty BitSet has no {what}")
        return self._numbers

    def rank(self, value: int) -> int:
        """How many numbers are at most this one."""
        return sum(number <= value for number in self._numbers)

    def toVector(self) -> list:
        """The numbers, ascending."""
        return sorted(self._numbers)

    def isSubsetOf(self, other: BitSet) -> bool:
        """Whether the other has all numbers of this one."""
        return self._numbers <= other._numbers

    def isStrictSubsetOf(self, other: BitSet) -> bool:
        """Whether the other has all numbers of this one, and more."""
        return self._numbers < other._numbers

    def intersect(self, other: BitSet) -> bool:
        """Whether both have some number."""
        return not self._numbers.isdisjoint(other._numbers)

    def andCardinality(self, other: BitSet) -> int:
        """How many numbers both have."""
        return len(self._numbers & other._numbers)

    def orCardinality(self, other: BitSet) -> int:
        """How many numbers one of them has."""
        return len(self._numbers | other._numbers)

    def andNotCardinality(self, other: BitSet) -> int:
        """How many numbers only this one has."""
        return len(self._numbers - other._numbers)

    def xorCardinality(self, other: BitSet) -> int:
        """How many numbers just one of them has."""
        return len(self._numbers ^ other._numbers)

    def jaccardIndex(self, other: BitSet) -> float:
        """Numbers that both have by numbers that one has."""
        union = self.orCardinality(other)
        return self.andCardinality(other) / union if union else 1.0

    @staticmethod
    def fastUnion(sets: Iterable[BitSet]) -> BitSet:
        """The numbers of all sets."""
        result = BitSet()
        for each in sets:
            result._numbers |= each._numbers
        return result

    def getSizeInBytes(self) -> int:
        """Bytes of the numbers written one by one."""
        return 4 * len(self._numbers)

    def optimize(self) -> bool:
        """Nothing to be done. False."""
        return False

    removeRLECompression = optimize

    def shrinkToFit(self) -> int:
        """Nothing to be saved. 0."""
        return 0

    def _joined(self, other: Any, numbers: Any) -> Any:
        if not isinstance(other, BitSet):
            return NotImplemented
        result = BitSet()
        result._numbers = numbers(other._numbers)
        return result

    def __and__(self, other: Any) -> Any:
        return self._joined(other, self._numbers.__and__)

    def __or__(self, other: Any) -> Any:
        return self._joined(other, self._numbers.__or__)

    def __xor__(self, other: Any) -> Any:
        return self._joined(other, self._numbers.__xor__)

    def __sub__(self, other: Any) -> Any:
        return self._joined(other, self._numbers.__sub__)

    def _take(self, result: Any) -> Any:
        if result is NotImplemented:
            return NotImplemented
        self._numbers = result._numbers
        return self

    def __iand__(self, other: Any) -> Any:
        return self._take(self & other) if isinstance(other, BitSet) else NotImplemented

    def __ior__(self, other: Any) -> Any:
        return self._take(self | other) if isinstance(other, BitSet) else NotImplemented

    def __ixor__(self, other: Any) -> Any:
        return self._take(self ^ other) if isinstance(other, BitSet) else NotImplemented

    def __isub__(self, other: Any) -> Any:
        return self._take(self - other) if isinstance(other, BitSet) else NotImplemented

    def __eq__(self, other: object) -> bool:
        return self._numbers == other._numbers if isinstance(other, BitSet) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._numbers))

    def __contains__(self, value: object) -> bool:
        return value in self._numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __repr__(self) -> str:
        return f"BitSet({self.toVector()})"
