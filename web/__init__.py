"""The browser: pages for people and data for machines, from one register."""

from .app import create_app

__all__ = ["create_app"]
