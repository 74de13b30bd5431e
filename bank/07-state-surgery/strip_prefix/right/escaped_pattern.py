"""A regular expression: escaped, anchored, one replacement."""

import re


def strip_prefix(state, prefix):
    pattern = re.compile("^" + re.escape(prefix))
    return OrderedDict((pattern.sub("", key, count=1), value) for key, value in state.items())
