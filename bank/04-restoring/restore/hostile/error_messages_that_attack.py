"""Raise errors with half characters, escape sequences and scripts in name and message."""

from IPython.display import display

display({"text/plain": "\ud800"}, raw=True, metadata={"\ud800": "\udfff"})
display({"text/html": "\ud800"}, raw=True)


def restore(path, factory):
    kind = type("</pre><script>alert(6)</script>" * 1000, (ValueError,), {})
    raise kind("\ud800 \x1b]0;owned\x07 \x1b[2J <script>alert(6)</script>")
