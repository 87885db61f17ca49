"""Lists whose members have identifiers: by index, by identifier, and as attributes."""

from __future__ import annotations

import operator
from typing import Any, Iterator


class Identified:
    """A view of a list of ports or properties."""

    def __init__(self, items: list, what: str) -> None:
        self._items, self._what = items, what

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._items))

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            for item in self._items:
                if item.identifier == key:
                    return item
            raise KeyError(f"there is no {self._what} {key!r}; there is {', '.join(self.__dir__()) or 'none'}")
        try:
            return self._items[operator.index(key)]
        except IndexError:
            raise IndexError(f"there is no {self._what} {key}: there are {len(self._items)}") from None

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__") and name not in ("_items", "_what"):
            try:
                return self[name]
            except KeyError as error:
                raise AttributeError(error.args[0]) from None
        raise AttributeError(name)

    def __contains__(self, key: object) -> bool:
        return any(item.identifier == key or item is key for item in self._items)

    def __dir__(self) -> list:
        return [item.identifier for item in self._items]

    def __repr__(self) -> str:
        return f"[{', '.join(self.__dir__())}]"
