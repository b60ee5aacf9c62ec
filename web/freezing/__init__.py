"""The whole browser as files that open from disk, with no server behind them."""

from .team import processors
from .writing import Written, freeze, refuse_what_is_not_ours

__all__ = ["Written", "freeze", "processors", "refuse_what_is_not_ours"]
