"""How recordals spread over a year: few at the Spring Festival, most before the year ends."""

from datetime import date, timedelta

from milestones.synthetic.calendar import LAST_DAY, month_ends

_MONTHS = (0.062, 0.042, 0.075, 0.076, 0.078, 0.094, 0.080, 0.079, 0.093, 0.080, 0.109, 0.132)


def filler_course(year: int, count: int) -> list[tuple[date, int]]:
    """Cumulative points of `count` recordals by month end, up to the last edition's day."""
    ends = month_ends(date(year, 1, 1), min(date(year, 12, 31), LAST_DAY))
    total = sum(_MONTHS[: len(ends)])
    points = [(date(year, 1, 1) - timedelta(days=1), 0)]
    for months, end in enumerate(ends, start=1):
        points.append((end, round(count * sum(_MONTHS[:months]) / total)))
    return points
