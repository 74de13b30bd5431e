"""Install the Debian packages that tests need, when one is missing and this account is allowed to.

    python tools/system_packages.py ip npm

Says in one line what it is about to install and why. With PACKAGES=no in the environment (`make test PACKAGES=no`) it
installs nothing. The tests that need a missing package are then skipped and give the reason; CI allows no skips.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

#: program: Debian's package, and what needs it
PACKAGES = {
    "chromium-headless-shell": ("chromium-headless-shell", "the browser tests"),
    "ip": ("iproute2", "the network namespaces of tests with several machines"),
    "npm": ("npm", "the proxy of the hub in examples/hub"),
    "pg_createcluster": ("postgresql", "the test of a gradebook on a PostgreSQL server"),
}
#: program: others that will do
INSTEAD = {"chromium-headless-shell": ("chromium", "chromium-browser")}
REFUSE = "PACKAGES"  #: the environment variable that may say "no"


def main(programs: list[str]) -> None:
    missing = [
        PACKAGES[program] for program in programs if not any(map(shutil.which, (program, *INSTEAD.get(program, ()))))
    ]
    if not missing:
        return
    names = [name for name, _ in missing]
    wanted = ", ".join(f"{name} (for {purpose})" for name, purpose in missing)
    if os.environ.get(REFUSE) == "no":
        print(f"{REFUSE}=no: not installing {wanted}. The tests that need it are skipped.", flush=True)
    elif os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"Missing: {wanted}. Next step, as root: apt-get install {' '.join(names)}", file=sys.stderr)
    else:
        print(f"Installing Debian's {wanted}. Next time, {REFUSE}=no leaves it out.", flush=True)
        install(names)


def install(names: list[str]) -> None:
    """Let apt-get install the packages; when it fails, say so and leave the tests to say what they lack."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *names]):
        done = subprocess.run(["apt-get", *command], env=environment, capture_output=True, text=True)
        if done.returncode:
            print(f"apt-get {command[0]} failed: {done.stderr[-500:]}", file=sys.stderr)
            return


if __name__ == "__main__":
    main(sys.argv[1:])
