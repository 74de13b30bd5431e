"""The rules by which submissions are graded as they come: which, how many a day, and what a student sees at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from traitlets import Dict, Enum, Float, Int, List, TraitError, Unicode, validate
from traitlets.config import Config, Configurable

POINTS, EXERCISES, SENTENCES = "points", "exercises", "sentences"
LAST, BEST = "last", "best"


@dataclass(frozen=True)
class Rules:
    """Those of one assignment."""

    attempts_a_day: int  #: 0: as many as one likes
    pause: timedelta  #: from an attempt to the next
    opens: datetime | None
    closes: datetime | None
    zone: tzinfo  #: whose midnight begins a day
    counts: str  #: LAST or BEST

    def next_attempt(self, before: Sequence[datetime], now: datetime) -> datetime | None:
        """The first moment from `now` on at which an attempt counts; None when none will.

        before: when the attempts that counted came, in UTC, the oldest first
        """
        moment = max(now, self.opens or now)
        while self.closes is None or moment < self.closes:
            if before and moment < before[-1] + self.pause:
                moment = before[-1] + self.pause
            elif self.left_on(self.day(moment), before) == 0:
                moment = self.start_of(self.day(moment) + timedelta(days=1))
            else:
                return moment
        return None

    def left_on(self, day: date, before: Sequence[datetime]) -> int | None:
        """How many attempts are left on a day; None: as many as one likes."""
        if not self.attempts_a_day:
            return None
        return max(0, self.attempts_a_day - sum(self.day(one) == day for one in before))

    def day(self, moment: datetime) -> date:
        """The date in the rules' zone."""
        return moment.astimezone(self.zone).date()

    def in_words(self, moment: datetime) -> str:
        """A moment in the rules' zone, such as "2 March 2026, 18:00 CET"; seconds are rounded up to the minute."""
        there = moment.astimezone(self.zone)
        if there.second or there.microsecond:
            there = (moment.replace(second=0, microsecond=0) + timedelta(minutes=1)).astimezone(self.zone)
        return f"{there.day} {there:%B %Y, %H:%M %Z}"

    def after(self, before: Sequence[datetime], now: datetime) -> str:
        """What is left after an attempt at this moment, such as "2 attempts left today."; "" without limits."""
        following, number = self.next_attempt(before, now), self.left_on(self.day(now), before)
        left = "" if number is None else f"{number or 'No'} attempt{'' if number == 1 else 's'} left today."
        return " ".join(filter(None, [left, "" if following == now else self.refusal(following)]))

    def refusal(self, following: datetime | None) -> str:
        """Why an attempt does not count: when the next one does; None: never."""
        if following is None:
            return "Attempts do not count any more."
        return f"The next attempt counts from {self.in_words(following)} on."

    def start_of(self, day: date) -> datetime:
        """Midnight there, in UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


class Attempts(Configurable):
    """What `autograder watch` may grade; each setting may be another one for an assignment, in `by_assignment`."""

    assignments = List(Unicode(), help="Those that are graded as they come; all released ones when empty.").tag(
        config=True
    )
    attempts_a_day = Int(3, min=0, help="How many attempts count on a day; 0: as many as one likes.").tag(config=True)
    pause = Float(10, min=0, help="Minutes from an attempt that counts to the next.").tag(config=True)
    opens = Unicode(help='From when attempts count, such as "2026-03-01 08:00"; empty: from the release on.').tag(
        config=True
    )
    closes = Unicode(help="Until when; empty: without end. Late penalties are taken off as ever.").tag(config=True)
    time_zone = Unicode(
        help='Of these times, and of midnight, when a day begins, such as "Europe/Berlin"; empty: the machine\'s.'
    ).tag(config=True)
    counts = Enum([LAST, BEST], LAST, help="Which attempt's points stay in the gradebook.").tag(config=True)
    shows = Enum(
        [POINTS, EXERCISES, SENTENCES],
        SENTENCES,
        help="""What feedback shows until the due date with the longest extension is over, for whoever makes it: points
        alone, points of each exercise, or also the sentences of failed checks. Afterwards it shows all; make feedback
        again then. Without a due date it never shows more.""",
    ).tag(config=True)
    by_assignment = Dict(help='Other settings for some, such as {"ps1": {"attempts_a_day": 1}}.').tag(config=True)

    @validate("time_zone")
    def _known_zone(self, proposal: dict[str, Any]) -> str:
        try:
            self._zone(proposal["value"])
        except (KeyError, OSError, ValueError):  # a zone that is not found is a KeyError
            raise TraitError(f"c.Attempts.time_zone: there is no time zone {proposal['value']!r}.") from None
        return proposal["value"]

    @validate("pause")
    def _ends(self, proposal: dict[str, Any]) -> float:
        try:
            datetime.now(UTC) + timedelta(minutes=proposal["value"])
        except (OverflowError, ValueError):  # longer than there are years, infinite, or no number
            said = f"c.Attempts.pause: {proposal['value']} minutes never end. Write a number of minutes there."
            raise TraitError(said) from None
        return proposal["value"]

    @validate("opens", "closes")
    def _is_a_time(self, proposal: dict[str, Any]) -> str:
        if proposal["value"]:
            try:
                datetime.fromisoformat(proposal["value"])
            except ValueError:
                name = proposal["trait"].name
                said = f'c.Attempts.{name}: {proposal["value"]!r} is no time. Write it like "2026-03-01 08:00".'
                raise TraitError(said) from None
        return proposal["value"]

    def of(self, assignment: str) -> Attempts:
        """These settings with those of one assignment. Raises TraitError for one that does not exist."""
        own = self.by_assignment.get(assignment, {})
        known = self.trait_names(config=True)
        if not isinstance(own, dict):
            said = f"c.Attempts.by_assignment[{assignment!r}] is {own!r}."
            raise TraitError(f'{said} Write its settings there, such as {{"attempts_a_day": 1}}.')
        for name in own:
            if name not in known or name in ("assignments", "by_assignment"):
                raise TraitError(f"c.Attempts.by_assignment[{assignment!r}]: there is no setting {name!r}.")
        merged = Config({"Attempts": {**self.config.get("Attempts", {}), **own}})
        return Attempts(config=merged) if own else self

    def rules(self, assignment: str) -> Rules:
        """The rules of one assignment. Raises TraitError for a setting that does not exist."""
        these = self.of(assignment)
        zone = self._zone(these.time_zone)
        opens, closes = (read_time(text, zone) for text in (these.opens, these.closes))
        return Rules(these.attempts_a_day, timedelta(minutes=these.pause), opens, closes, zone, these.counts)

    @staticmethod
    def _zone(name: str) -> tzinfo:
        return ZoneInfo(name) if name else machines_zone()


def read_time(text: str, zone: tzinfo) -> datetime | None:
    """A time of the settings, in UTC; None when it is empty. Without a zone of its own it is in the given one."""
    if not text:
        return None
    read = datetime.fromisoformat(text)
    try:
        return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:  # a day at either end of the calendar, for "never" and "always"
        return read.replace(tzinfo=UTC)


def machines_zone() -> tzinfo:
    """The machine's own zone, with its rules for summer time where it says which it is; otherwise what applies now.

    A container says it in TZ, by which all its clocks go.
    """
    try:
        if "TZ" in os.environ:
            return ZoneInfo(os.environ["TZ"].removeprefix(":"))
        with open("/etc/localtime", "rb") as file:
            return ZoneInfo.from_file(file)
    except (KeyError, OSError, ValueError):
        return datetime.now().astimezone().tzinfo or UTC
