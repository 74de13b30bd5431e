"""What stands in the pages of a built site: links, places that links lead to, pictures, and files that they load."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

#: tag: the attribute that makes a browser load a file
LOADS = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
}


@dataclass
class Found(HTMLParser):
    """What one page holds."""

    path: Path
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    without_text: list[str] = field(default_factory=list)  #: pictures that nobody can hear

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in pairs}
        if "id" in has:
            self.ids.append(has["id"])
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        if LOADS.get(tag) in has:
            self.loads.append(has[LOADS[tag]])
        heard = has.get("alt", "").strip() or has.get("aria-label", "").strip()
        if (tag == "img" or has.get("role") == "img") and not heard and has.get("aria-hidden") != "true":
            self.without_text.append(self.get_starttag_text() or tag)


@dataclass(frozen=True)
class Site:
    root: Path
    pages: dict[Path, Found]


def read(root: Path) -> Site:
    own = (path for path in root.rglob("*.html") if "_static" not in path.relative_to(root).parts)
    return Site(root, {path: Found(path) for path in own})
