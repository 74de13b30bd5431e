"""Settings of the site. `make site` builds it; tools/site/ says how.

With REPOSITORY set to the course's repository, as owner/name on GitHub or by its whole address, every lesson has a
button that opens it on Binder.
"""

import os
import re
from urllib.parse import quote

from tools.site.__main__ import cache

project = "Restoring PyTorch models"
language = "en"
extensions = ["myst_nb", "tools.site.notebooks", "tools.site.sections"]

# --- which files are pages: those that are here, under the addresses that they have here
root_doc = "docs/site/index"
include_patterns = ["docs/**.md", "notebooks/*.ipynb", "release/**.ipynb", "*.md", "autograder/README.md"]
exclude_patterns = [".*", "build", "my-course", "README.md", "**/.ipynb_checkpoints"]
html_additional_pages = {"index": "to-the-first-page.html"}
html_extra_path = ["../cheat-sheet.html"]

# --- lessons
nb_execution_mode = "cache"
nb_execution_cache_path = str(cache())
nb_execution_excludepatterns = ["release/*/*"]  # an assignment runs when its answers are written
nb_execution_timeout = 600
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_merge_streams = True
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]  # their static form is shown
nb_ipywidgets_js = {}
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
myst_heading_anchors = 3

# --- look
html_theme = "pydata_sphinx_theme"
html_title = project
html_static_path = ["_static"]
html_css_files = ["course.css"]
templates_path = ["_templates"]
html_copy_source = True  # the notebook of a page, to take away
html_show_sourcelink = False
html_sourcelink_suffix = ""
html_show_sphinx = False
html_use_index = False
html_sidebars = {"docs/site/syllabus": []}  # it has no pages below it
html_theme_options = {
    "article_header_start": ["breadcrumbs"],
    "secondary_sidebar_items": ["page-toc", "launch"],
    "footer_start": [],
    "footer_end": [],
    "show_toc_level": 2,
    "search_bar_text": "Search the course",
}


BINDER = "https://mybinder.org/v2"


def binder(repository: str) -> str:
    """Binder's address of a repository, to which the path of a notebook is added; "" without a repository.

    repository: owner/name on GitHub, or the address of any repository
    """
    if not repository:
        return ""
    if re.fullmatch(r"[\w-]+/[\w.-]+", repository):
        repository = f"https://github.com/{repository}"
    for host, kind in (("https://github.com/", "gh"), ("https://gitlab.com/", "gl")):
        if repository.startswith(host):
            name = repository.removeprefix(host).removesuffix(".git").strip("/")
            return f"{BINDER}/{kind}/{name if kind == 'gh' else quote(name, safe='')}/HEAD?urlpath=lab/tree/"
    return f"{BINDER}/git/{quote(repository, safe='')}/HEAD?urlpath=lab/tree/"


html_context = {"binder": binder(os.environ.get("REPOSITORY", "")), "default_mode": "auto"}
