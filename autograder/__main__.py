"""The command `autograder`, installed or as `python -m autograder`."""

import contextlib
import sys

from autograder.grading.shared_pool import shared_pool


def main() -> None:
    """Run the command line. `grade` imports its libraries in another process while this one imports nbgrader."""
    if sys.argv[1:2] == ["grade"] and not any(given.startswith(("--help", "--scheduler")) for given in sys.argv):
        with contextlib.suppress(OSError):  # whoever grades will meet it again, and say what can be done
            shared_pool().start()
    from autograder import cli

    cli.main()


if __name__ == "__main__":
    main()
