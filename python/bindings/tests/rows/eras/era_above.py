"""A helper in the folder above the processors."""

SCALE = 3


def scaled(value):
    return value * SCALE
