"""Planted leaks: ways in which a party's private work could show, each put in on purpose.

The paired runs must find every one of them; otherwise they would prove nothing.
"""

from tests.server.sync.leaks import answers, desk, frames, instants, numbers, presences, refusals
from tests.server.sync.leaks.planting import LEAKS

__all__ = ["LEAKS", "answers", "desk", "frames", "instants", "numbers", "presences", "refusals"]
