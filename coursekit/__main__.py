"""`python -m coursekit` is `restoring-models`: for a terminal that does not find the command."""

from coursekit.command.cli import main

main()
