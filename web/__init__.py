"""The browser: pages for people and data for machines, from one register."""

from .app import create_app
from .warming import keep_warm

__all__ = ["create_app", "keep_warm"]
