"""Feedback pages that begin with a table of exercises: points, and what to look at where some are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from autograder.feedback.exercises import exercises_of

TEMPLATES = Path(__file__).parent / "templates"


class FeedbackExporter(HTMLExporter):
    """nbgrader's pages with our table; named in `c.GenerateFeedback.exporter_class`."""

    def __init__(self, config: Config, **options: Any):
        # nbgrader's converter names its own template in the settings of every HTMLExporter; ours extends that one.
        ours = Config()
        ours.FeedbackExporter.template_name = "exercises"
        folders, files = config.HTMLExporter.extra_template_basedirs, config.HTMLExporter.extra_template_paths
        ours.FeedbackExporter.extra_template_basedirs = [*folders, str(TEMPLATES)]
        ours.FeedbackExporter.extra_template_paths = [*files, *folders]  # where "feedback/index.html.j2" is found
        super().__init__(config=Config(config | ours), **options)

    def default_filters(self) -> Iterable[tuple[str, Callable]]:
        """nbconvert's, and the table's content."""
        yield from super().default_filters()
        yield "exercises", exercises_of
