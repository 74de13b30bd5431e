"""The command `restoring-models`: the course on a learner's own machine, whatever system that has."""
