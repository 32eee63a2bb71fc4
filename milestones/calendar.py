"""Days of the calendar: month ends, spans of months, and today in Beijing."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time all year; without a named zone no machine needs a list of zones."""
DAYS_A_MONTH = 365.25 / 12


def today() -> date:
    """Give the day that it is in Beijing."""
    return datetime.now(BEIJING).date()


def is_month_end(day: date) -> bool:
    """Tell whether the next day begins a month."""
    return day.day == monthrange(day.year, day.month)[1]


def last_month_end(day: date) -> date:
    """Give the last end of a month that is not after the day."""
    return day if is_month_end(day) else day.replace(day=1) - timedelta(days=1)


def month_end_of(day: date) -> date:
    """Give the last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_ends(first: date, last: date) -> list[date]:
    """List the ends of months from `first` to `last`, both included if they end one."""
    day, ends = last_month_end(last), []
    while day >= first:
        ends.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return ends[::-1]


def year_before(day: date) -> date:
    """Give the month end a year before a day, or the first day that there is."""
    return last_month_end(add_months(day, -12)) if day.year > 2 else date.min


def day_or_month(day: date) -> str:
    """Write 2024-12 for the end of December 2024; any other day in full."""
    return day.isoformat()[:7] if is_month_end(day) else day.isoformat()


def date_of_month(text: str) -> date:
    """Read what `day_or_month` writes: a month stands for its last day."""
    if len(text) != len("YYYY-MM"):
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:])
    return date(year, month, monthrange(year, month)[1])


def is_day(text: str) -> bool:
    """Tell whether `date_of_month` can read a text."""
    try:
        date_of_month(text)
    except ValueError:
        return False
    return True


def whole_months(start: date, end: date) -> int:
    """Count the whole months between two days; a month's last day closes any month."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if end.day >= start.day or is_month_end(end) else months - 1


def months_between(start: date, end: date) -> float:
    """Count the months between two days: whole ones, and the days over as part of one."""
    whole = whole_months(start, end)
    return whole + max((end - add_months(start, whole)).days, 0) / DAYS_A_MONTH


def add_months(day: date, months: int) -> date:
    """Go some months on (or back); a month's last day leads to a month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if is_month_end(day) else min(day.day, last))
