"""Imported before anything else by the grader's own commands and workers: saves each of them a second at its start.

jsonschema, which nbformat imports, also checks texts in formats that no notebook's schema asks for. For each it imports
a package, when that is installed: one builds a grammar for internationalised addresses, one a large pattern, one brings
the calendars of many languages. jsonschema does without a package when importing it fails.
"""

import sys

for name in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
    sys.modules.setdefault(name, None)
