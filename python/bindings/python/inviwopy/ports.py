"""Ports by another name: the manual speaks of ``ivw.ports``."""

from ._ports import *  # noqa: F403
from ._ports import __all__  # noqa: F401
