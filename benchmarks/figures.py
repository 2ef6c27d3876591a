"""How figures are summed up and printed: the same way in every benchmark."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def percentile(values: Sequence[float], percent: int) -> float:
    """Give the smallest value that at least ``percent`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def milliseconds(seconds: Sequence[float]) -> str:
    """Give median and 95th percentile as text, both in milliseconds."""
    return f"p50 {statistics.median(seconds) * 1000:8.2f} ms   p95 {percentile(seconds, 95) * 1000:8.2f} ms"
