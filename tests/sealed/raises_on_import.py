"""A module that is installed and cannot be imported: no reason to say that the machine cannot isolate."""

raise ValueError("built for another version")
