"""The whole browser as files that open from disk, with no server behind them."""

from .writing import Written, freeze

__all__ = ["Written", "freeze"]
