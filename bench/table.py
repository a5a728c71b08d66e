"""The figures and the one table they end in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, what was wanted, and the floor under it, if it has one."""

    name: str
    measured: float
    unit: str
    most: float | None = None
    least: float | None = None
    floor: str = ""
    ratio: str = ""
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the target is kept."""
        return (self.most is None or self.measured <= self.most) and (self.least is None or self.measured >= self.least)

    @property
    def target(self) -> str:
        """The target in signs."""
        if self.most is not None:
            return f"≤ {self.most:g}"
        return f"≥ {self.least:g}" if self.least is not None else ""

    def cells(self) -> tuple[str, ...]:
        """As the table shows it."""
        has_target = self.most is not None or self.least is not None
        verdict = ("kept" if self.is_met else "MISSED") if has_target else ""
        return (self.name, f"{_short(self.measured)} {self.unit}".strip(), self.target, self.floor, self.ratio, verdict)


def show(figures: Iterable[Figure]) -> str:
    """The table, as it stands in docs/bench.md too."""
    return rows(("figure", "measured", "target", "floor", "ratio", ""), [figure.cells() for figure in figures])


def rows(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Markdown that can also be read as it is."""
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(len(head))]
    rule = ["-" * max(3, width) for width in widths]
    return "\n".join(
        "| " + " | ".join(cell.ljust(max(3, width)) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in [head, rule, *lines]
    )


def share(sample: Sequence[float], part: float) -> float:
    """The value below which this part of the sample lies."""
    ordered = sorted(sample)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else float("nan")


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}"
