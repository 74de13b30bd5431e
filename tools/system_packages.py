"""Install what tests need of Debian's packages, when it is missing and this account may.

    python tools/system_packages.py ip chromium

Chromium for the browser tests, iproute2 for the cluster's network namespaces, PostgreSQL's server for a gradebook in
it. Says what it could not install; the tests that need it say so too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = {"chromium": "chromium", "ip": "iproute2", "pg_createcluster": "postgresql"}  #: program: package


def main(programs: list[str]) -> None:
    missing = [PACKAGES[program] for program in programs if shutil.which(program) is None]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(
            f"Missing: {', '.join(missing)}. Next step, as root: apt-get install {' '.join(missing)}", file=sys.stderr
        )
        return
    print(f"installing {', '.join(missing)} from Debian's packages …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", *missing]):
        done = subprocess.run(["apt-get", *command], env=environment, capture_output=True, text=True)
        if done.returncode:
            print(f"apt-get {command[0]} failed: {done.stderr[-500:]}", file=sys.stderr)
            return


if __name__ == "__main__":
    main(sys.argv[1:])
