"""Made-up news in plain words: sentences and paragraphs, the same for the same random generator."""

from __future__ import annotations

import random

_WHO = (
    "The minister", "A spokesman for the port", "Residents of the old town", "The central bank",
    "Two engineers", "The harbour council", "A group of teachers", "The court in the capital",
    "Fishermen from the coast", "The company", "Health officials", "The opposition leader",
    "Researchers at the institute", "A convoy of trucks", "The mayor", "Volunteers",
)  # fmt: skip
_DID = (
    "announced", "rejected", "inspected", "repaired", "questioned", "welcomed", "postponed",
    "described", "agreed to", "warned about", "returned to", "photographed", "voted on", "paid for",
)  # fmt: skip
_WHAT = (
    "the new bridge", "a ceasefire along the river", "the budget for the coming year",
    "the damaged school", "plans for a second railway line", "the price of bread",
    "an early warning system", "the reopening of the border", "the water supply",
    "a report on the election", "the rescue of the crew", "a festival in the valley",
    "the withdrawal from the south", "tests of a new vaccine", "the closure of the mine",
)  # fmt: skip
_WHEN = (
    "on Monday", "late on Thursday", "after weeks of talks", "before dawn", "in Naqoura",
    "in the northern district", "under heavy rain", "for the third time this month",
    "despite protests", "as the deadline passed", "at a meeting behind closed doors",
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    """Give one sentence of 6 to 20 words."""
    parts = (chance.choice(_WHO), chance.choice(_DID), chance.choice(_WHAT), chance.choice(_WHEN))
    return f"{' '.join(parts)}."


def paragraph(chance: random.Random) -> str:
    """Give three to six sentences."""
    return " ".join(sentence(chance) for _ in range(chance.randint(3, 6)))
