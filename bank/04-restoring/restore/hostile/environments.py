"""Read the environment and the command line of every process."""

import glob, os

print(dict(os.environ))
for name in ("environ", "cmdline", "mounts", "mountinfo", "cgroup", "maps"):
    for path in glob.glob(f"/proc/[0-9]*/{name}"):
        try:
            print(open(path).read()[:2000])
        except OSError:
            pass


def restore(path, factory):
    return factory()
