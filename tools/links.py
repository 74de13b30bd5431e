"""Write the links that open the course with one click, once a copy of it has a public address.

    make links REPOSITORY=owner/name      a repository on GitHub

They go into README.md and into the first cell of every lesson. A second run replaces them: a fork has its own.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "my-course"  #: where tools/one_click.py puts a learner's folder
START = f"{FOLDER}/notebooks/00-start-here.ipynb"
BEGIN, END = "<!-- links: make links REPOSITORY=owner/name -->\n", "<!-- end of links -->"
LINE = re.compile(r"\n\n\[Open this lesson in the browser\]\([^)]*\)$")


def main(repository: str, root: Path = ROOT) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+", repository):
        sys.exit(f"links: {repository!r} is no repository. Next step: make links REPOSITORY=owner/name")
    readme = root / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        sys.exit(f"links: README.md has no place for them. Next step: put these two lines into it:\n{BEGIN}{END}")
    readme.write_text(f"{before}{BEGIN}{for_readme(repository)}{END}{after}", encoding="utf-8")
    for lesson in sorted((root / "notebooks").glob("*.ipynb")):
        write_link(lesson, binder(repository, f"{FOLDER}/notebooks/{lesson.name}"))
    print(f"links: README.md and the lessons lead to {repository}. Next step: look at them, and commit")


def for_readme(repository: str) -> str:
    return (
        f"[Open it on Binder]({binder(repository, START)}), where nothing is kept when you leave, or\n"
        f"[in a Codespace](https://codespaces.new/{repository}), where your work stays.\n"
    )


def binder(repository: str, path: str) -> str:
    return f"https://mybinder.org/v2/gh/{repository}/HEAD?urlpath=lab/tree/{path}"


def write_link(lesson: Path, link: str) -> None:
    """Put the link at the end of the first cell."""
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    first = notebook["cells"][0]
    text = LINE.sub("", "".join(first["source"])) + f"\n\n[Open this lesson in the browser]({link})"
    first["source"] = text.splitlines(keepends=True)
    lesson.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
