"""Imported before anything else by the grader's own commands and workers: saves each of them a second at its start.

jsonschema, which nbformat imports, builds a grammar for internationalised addresses when the package for it is
installed. No notebook's schema asks for that format. jsonschema does without the package when importing it fails.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
