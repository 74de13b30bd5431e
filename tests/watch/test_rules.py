"""When an attempt counts: one test a setting, across midnight and changes of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from traitlets import TraitError
from traitlets.config import Config

from autograder.course.rules import BEST, LAST, Attempts, Rules

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def rules(assignment: str = "ps1", **settings) -> Rules:
    return Attempts(config=Config(Attempts=settings)).rules(assignment)


def counts(these: Rules, before: list[datetime], now: datetime) -> bool:
    return these.next_attempt(before, now) == now


def berlin(*when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=BERLIN, fold=fold).astimezone(UTC)


def test_what_a_teacher_gets_without_any_setting():
    usual = rules()

    assert (usual.attempts_a_day, usual.pause, usual.counts) == (3, timedelta(minutes=10), LAST)
    assert usual.opens is None and usual.closes is None


def test_attempts_a_day():
    two = rules(attempts_a_day=2, pause=0, time_zone="UTC")
    before = [NOON, NOON + timedelta(hours=1)]

    assert counts(two, before[:1], NOON + timedelta(hours=1))
    assert two.next_attempt(before, NOON + timedelta(hours=2)) == datetime(2026, 3, 3, tzinfo=UTC)
    assert counts(two, before, datetime(2026, 3, 3, tzinfo=UTC))


def test_as_many_attempts_as_one_likes():
    assert counts(rules(attempts_a_day=0, pause=0), [NOON] * 500, NOON)


def test_a_pause_between_attempts():
    ten = rules(attempts_a_day=0, pause=10)

    assert ten.next_attempt([NOON], NOON + timedelta(minutes=4)) == NOON + timedelta(minutes=10)
    assert counts(ten, [NOON], NOON + timedelta(minutes=10))


def test_a_pause_that_ends_after_midnight_uses_the_next_day():
    one = rules(attempts_a_day=1, pause=60, time_zone="UTC")
    late = datetime(2026, 3, 2, 23, 45, tzinfo=UTC)

    assert one.next_attempt([late], late + timedelta(minutes=20)) == datetime(2026, 3, 3, 0, 45, tzinfo=UTC)


def test_from_when():
    spring = rules(opens="2026-03-03 08:00", time_zone="Europe/Berlin")

    assert spring.next_attempt([], NOON) == berlin(2026, 3, 3, 8)
    assert counts(spring, [], berlin(2026, 3, 3, 8))


def test_until_when():
    closed = rules(closes="2026-03-02 13:00", time_zone="UTC", pause=90)

    assert counts(closed, [], NOON)
    assert closed.next_attempt([], NOON + timedelta(hours=1)) is None
    assert closed.next_attempt([NOON], NOON + timedelta(minutes=1)) is None  # the pause ends after the end
    assert closed.refusal(None) == "Attempts do not count any more."


def test_a_day_begins_at_midnight_where_the_course_is():
    one = rules(attempts_a_day=1, pause=0, time_zone="Europe/Berlin")
    before, after = berlin(2026, 1, 10, 23, 59), berlin(2026, 1, 11)

    assert before.date() == after.date()  # in UTC it is the same day
    assert one.next_attempt([before], before + timedelta(seconds=1)) == after
    assert counts(one, [before], after)


@pytest.mark.parametrize("day, hours", [((2026, 3, 29), 23), ((2026, 10, 25), 25)])
def test_the_day_on_which_clocks_change(day, hours):
    """29 March 2026 has 23 hours in Berlin, 25 October has 25: the attempt after it comes with the next midnight."""
    one = rules(attempts_a_day=1, pause=0, time_zone="Europe/Berlin")
    first = berlin(*day)

    assert one.next_attempt([first], first + timedelta(minutes=1)) == first + timedelta(hours=hours)


def test_both_hours_that_have_the_same_name_are_one_day():
    two = rules(attempts_a_day=2, pause=30, time_zone="Europe/Berlin")
    before = [berlin(2026, 10, 25, 2, 30), berlin(2026, 10, 25, 2, 30, fold=1)]

    assert before[1] - before[0] == timedelta(hours=1)
    assert two.next_attempt(before, berlin(2026, 10, 25, 4)) == berlin(2026, 10, 26)


def test_which_attempt_counts():
    assert rules(counts="best").counts == BEST


def test_another_setting_for_one_assignment():
    settings = {"attempts_a_day": 5, "by_assignment": {"exam": {"attempts_a_day": 1, "counts": "best"}}}

    assert rules("ps1", **settings).attempts_a_day == 5
    assert (rules("exam", **settings).attempts_a_day, rules("exam", **settings).counts) == (1, BEST)


@pytest.mark.parametrize(
    "settings, says",
    [
        ({"attempts_a_day": -1}, "less than 0"),
        ({"pause": "soon"}, "float"),
        ({"pause": float("inf")}, "c.Attempts.pause: inf minutes never end"),
        ({"pause": float("nan")}, "c.Attempts.pause: nan"),
        ({"opens": "tomorrow"}, "c.Attempts.opens: 'tomorrow' is no time"),
        ({"time_zone": "Europe/Atlantis"}, "c.Attempts.time_zone: there is no time zone 'Europe/Atlantis'"),
        ({"counts": "worst"}, "counts"),
        ({"shows": "code"}, "shows"),
        ({"by_assignment": {"ps1": {"attempt_a_day": 1}}}, "there is no setting 'attempt_a_day'"),
        ({"by_assignment": {"ps1": {"attempts_a_day": -2}}}, "less than 0"),
        ({"by_assignment": {"ps1": 2}}, r"c.Attempts.by_assignment\['ps1'\] is 2. Write its settings there"),
        ({"by_assignment": {"ps1": ["pause"]}}, "Write its settings there"),
    ],
)
def test_a_wrong_setting_is_named(settings, says):
    with pytest.raises(TraitError, match=says):
        rules("ps1", **settings)


def test_what_is_left_in_words():
    three = rules(time_zone="Europe/Berlin")

    assert three.after([NOON], NOON) == (
        "2 attempts left today. The next attempt counts from 2 March 2026, 13:10 CET on."
    )
    assert three.after([NOON - timedelta(hours=2), NOON - timedelta(hours=1), NOON], NOON) == (
        "No attempts left today. The next attempt counts from 3 March 2026, 00:00 CET on."
    )
    assert rules(attempts_a_day=0, pause=0).after([NOON], NOON) == ""


def test_a_moment_in_words_is_never_too_early():
    seconds = rules(pause=10, time_zone="UTC").refusal(NOON + timedelta(minutes=10, seconds=1))

    assert seconds == "The next attempt counts from 2 March 2026, 12:11 UTC on."


@pytest.mark.parametrize("zone", ["Asia/Tokyo", ":Asia/Tokyo"])
def test_the_machines_zone_is_the_one_its_clocks_go_by(monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)

    assert rules().in_words(NOON).endswith("JST")


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Asia/Tokyo"])
def test_attempts_may_end_with_the_calendar(zone):
    never = rules(closes="9999-12-31 23:59", opens="0001-01-01", time_zone=zone, pause=0)

    assert never.next_attempt([], NOON) == NOON
