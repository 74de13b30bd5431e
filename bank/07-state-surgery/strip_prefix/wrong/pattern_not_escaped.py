"""In a regular expression the dot means any letter."""

import re


def strip_prefix(state, prefix):
    return {re.sub("^" + prefix, "", key): value for key, value in state.items()}
