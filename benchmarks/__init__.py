"""Measurements: the product beside the plain stack, on the register and on synthetic ones."""
