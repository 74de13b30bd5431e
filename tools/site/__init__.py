"""The course as a site: lessons that have run, assignments, guides. `make site` builds it into build/site/html/.

Sphinx reads the repository itself, so a link that works between two files here works between their pages. Its settings
and its own few pages are in `docs/site/`; this package holds what Sphinx has no word for.
"""
