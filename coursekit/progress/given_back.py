"""What the newest feedback beside a notebook says: when it was handed in, its points, and what is left for today."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

HEAD = 5_000  #: characters of a page; what is looked for stands at its beginning
TIME = "%Y-%m-%d %H:%M:%S"  #: how the name of a folder with feedback begins, in UTC


def given_back(folder: Path) -> str:
    """Such as "Handed in 2 March 2026, 18:00 UTC: 13.0 of 16.0 points. 2 attempts left today."; "" without feedback.

    folder: of the assignment, where Assignment List puts `feedback/TIME/NOTEBOOK.html`; how many attempts are left is
            only said on the same day
    """
    pages = sorted((folder / "feedback").glob("*/*.html"))
    if not pages:
        return ""
    try:
        with open(pages[-1], encoding="utf-8", errors="replace") as page:
            said = dict(re.findall(r'<meta name="(handed-in|attempts)" content="([^"]*)">', page.read(HEAD)))
    except OSError:
        return ""
    parts = [said.get("handed-in", ""), said.get("attempts", "") if is_of_today(pages[-1].parent.name) else ""]
    return html.unescape(" ".join(filter(None, parts)))


def is_of_today(name: str) -> bool:
    """Whether a folder's name is a time of today, where the reader is."""
    try:
        time = datetime.strptime(name[:19], TIME).replace(tzinfo=UTC)
    except ValueError:
        return False
    return time.astimezone().date() == datetime.now().date()
