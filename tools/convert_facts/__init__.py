"""Turns the facts into the register: ``python -m tools.convert_facts``."""
