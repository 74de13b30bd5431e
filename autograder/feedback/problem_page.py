"""The page of a submission that has none: it could not be graded, or its feedback could not be made."""

from __future__ import annotations

import html

REPAIR = """Open your notebook in JupyterLab. If it opens, choose <em>Kernel → Restart Kernel and Run All Cells…</em>,
save it under its original name, and submit again. If it does not open, fetch the assignment again, copy your answers
over, and submit that. Your instructor has been told."""
ASK = "Your grade is not affected. Your instructor has been told, and can show you the graded notebook."


def problem_page(heading: str, problem: str, advice: str) -> str:
    """The feedback for a notebook without a page: what is wrong, and what to do (HTML)."""
    names_a_file = ".ipynb" in problem.partition(" ")[0]  # whose name begins as it begins
    sentence = problem if names_a_file else problem[:1].upper() + problem[1:]
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{html.escape(heading)}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1em/1.5 sans-serif; max-width: 45em; margin: 2em auto; }}
</style>
</head>
<body>
<main>
<h1>{html.escape(heading)}</h1>
<p>{html.escape(sentence)}</p>
<p>{advice}</p>
</main>
</body>
</html>
"""
