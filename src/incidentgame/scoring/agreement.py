"""How far two raters agree: weighted kappa and what it hides. Exact arithmetic: no order matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Ratings = Mapping[str, Fraction]
"""Item to score, by one rater."""


@dataclass(frozen=True, slots=True)
class Differing:
    """An item two raters scored differently."""

    item: str
    one: Fraction
    other: Fraction

    @property
    def by(self) -> Fraction:
        """How far apart the scores are."""
        return abs(self.one - self.other)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two raters over the `n` items both scored.

    `kappa` is quadratic weighted kappa (Cohen 1968): 1 when all scores are equal, 0 when they agree no more
    than chance would; None where it has no meaning (fewer than two items, or nobody's scores vary).
    `exact` and `adjacent` are the shares of equal scores and of scores at most one apart, `mean_difference`
    is the other's mean less the one's.
    """

    one: str
    other: str
    n: int
    kappa: Fraction | None
    exact: Fraction
    adjacent: Fraction
    mean_difference: Fraction
    differing: tuple[Differing, ...]


def agreement(one: str, ratings: Ratings, other: str, others: Ratings) -> Agreement | None:
    """The agreement of two raters, by name and ratings; None when they have no item in common."""
    items = sorted(set(ratings) & set(others))
    if not items:
        return None
    pairs = [(ratings[item], others[item]) for item in items]
    found = [Differing(item, *pair) for item, pair in zip(items, pairs, strict=True)]
    apart = sorted((d for d in found if d.by), key=lambda d: (-d.by, d.item))
    n = len(items)
    return Agreement(
        one=one,
        other=other,
        n=n,
        kappa=weighted_kappa(pairs),
        exact=Fraction(n - len(apart), n),
        adjacent=Fraction(sum(d.by <= 1 for d in found), n),
        mean_difference=sum((b - a for a, b in pairs), Fraction(0)) / n,
        differing=tuple(apart),
    )


def weighted_kappa(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    """1 - observed / chance, both mean squared differences; chance pairs every score with every other's.

    None for fewer than two pairs, and where chance leaves no difference (all scores are the same one).
    """
    n = len(pairs)
    ones, others = [a for a, _ in pairs], [b for _, b in pairs]
    chance = _squares(ones) * n + _squares(others) * n - 2 * sum(ones) * sum(others)
    if n < 2 or not chance:
        return None
    return 1 - Fraction(_squares([a - b for a, b in pairs]) * n, chance)


def _squares(values: list[Fraction]) -> Fraction:
    return sum((value * value for value in values), Fraction(0))
