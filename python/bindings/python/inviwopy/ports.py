"""Ports by another name: the manual speaks of ``ivw.ports``."""

from .data._ports import *  # noqa: F403
from .data._ports import __all__  # noqa: F401
