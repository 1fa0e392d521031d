"""The results: what stands in the table and in the JSON file."""

import dataclasses
import statistics


def percentile(samples, share):
    """The smallest sample that at least `share` of all do not exceed."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]


@dataclasses.dataclass
class Row:
    """One result. `rounds` are the medians of the single rounds, which show how far the machine can be trusted."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    baseline_is: str = ""
    target: float | None = None
    is_best_high: bool = False
    is_ratio: bool = False
    samples: int = 1
    least: float | None = None
    p99: float | None = None
    rounds: list[float] = dataclasses.field(default_factory=list)

    @property
    def ratio(self):
        if self.is_ratio:
            return self.value
        return self.value / self.baseline if self.baseline else None

    @property
    def is_met(self):
        if self.target is None:
            return None
        return self.value >= self.target if self.is_best_high else self.value <= self.target


class Report:
    """Rows in the order in which they were measured."""

    def __init__(self):
        self.rows = []

    def add(self, name, value, unit, **details):
        self.rows.append(Row(name, value, unit, **details))

    def add_samples(self, name, rounds, unit, baseline=None, **details):
        """Adds the median of `rounds`, lists of samples; `baseline` has the same form."""
        samples = [sample for part in rounds for sample in part]
        self.add(
            name, statistics.median(samples), unit,
            baseline=statistics.median(sample for part in baseline for sample in part) if baseline else None,
            samples=len(samples), least=min(samples), p99=percentile(samples, 0.99),
            rounds=[statistics.median(part) for part in rounds], **details)

    def missed(self):
        return [row.name for row in self.rows if row.is_met is False]

    def values(self):
        return {
            row.name: {
                "value": row.value, "unit": row.unit, "baseline": row.baseline, "ratio": row.ratio,
                "baseline_is": row.baseline_is or None, "target": row.target, "met": row.is_met,
                "samples": row.samples, "min": row.least, "p99": row.p99, "rounds": row.rounds,
            }
            for row in self.rows
        }

    def table(self):
        lines = [["name", "value", "unit", "baseline", "ratio", "target", "spread"]]
        lines += [self._cells(row) for row in self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)

    @staticmethod
    def _cells(row):
        target = ""
        if row.target is not None:
            target = f"{'≥' if row.is_best_high else '≤'} {number(row.target)}{'' if row.is_met else ' missed'}"
        baseline = f"{number(row.baseline)} ({row.baseline_is})" if row.baseline is not None else ""
        spread = []
        if row.rounds:
            spread.append(f"rounds {number(min(row.rounds))}–{number(max(row.rounds))}")
        if row.p99 is not None:
            spread.append(f"min {number(row.least)}, p99 {number(row.p99)}, n {row.samples}")
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
        return [row.name, number(row.value), row.unit, baseline, ratio, target, "; ".join(spread)]


def number(value):
    """A number with as many digits as it deserves."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 10 else f"{value:.1f}".removesuffix(".0")
