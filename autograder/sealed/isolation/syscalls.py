"""The Linux calls that Python does not offer, through ctypes. Each raises OSError when the kernel refuses.

Source of numbers and arguments: Linux's manual pages, section 2 (https://man7.org/linux/man-pages/), and the headers
include/uapi/linux/ and asm-generic/unistd.h.
"""

import ctypes
import os
import platform
import struct
import sys
from typing import Any

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_NOSYMFOLLOW = 1, 2, 4, 8, 256
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV, ATTR_NOEXEC, ATTR_NOSYMFOLLOW = 1, 2, 4, 8, 0x200000
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
LAST_CAPABILITY = 40
MADV_COLLAPSE, LARGE_PAGE = 25, 2 << 20

# The same on every architecture since Linux 5.1; the older ones are not.
MOUNT_SETATTR = 442
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
CAPSET = {"x86_64": 126, "aarch64": 91}

_libc = ctypes.CDLL(None, use_errno=True)
if sys.platform == "linux":
    _libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]


def unshare(flags: int) -> None:
    """Give this process namespaces of its own: NEWNS, NEWNET, … ored together. See unshare(2)."""
    _check(_libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    """Enter the namespace that a file descriptor of /proc/<pid>/ns/ stands for. See setns(2)."""
    _check(_libc.setns(fd, kind), "setns")


def mount(source: str, target: str, kind: str = "", flags: int = 0, data: str = "") -> None:
    """Mount a file system, or a folder once more with MS_BIND. See mount(2).

    kind: "tmpfs", "proc", …; "" for a bind mount
    data: options of that file system, such as "size=1m,mode=0755"
    """
    args = (source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), data.encode())
    _check(_libc.mount(*args), f"mount {target}")


def umount(target: str) -> None:
    """Detach a mount at once, though files in it may be open. See umount2(2)."""
    _check(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def restrict_mount(target: str, attributes: int, recursive: bool = True) -> None:
    """Add attributes such as ATTR_RDONLY to a mount, and to the mounts below it; never takes one away."""
    attr = struct.pack("QQQQ", attributes, 0, 0, 0)
    flags = AT_RECURSIVE if recursive else 0
    _check(
        _libc.syscall(MOUNT_SETATTR, AT_FDCWD, target.encode(), flags, attr, ctypes.c_size_t(len(attr))),
        f"mount_setattr {target}",
    )


def pivot_into(root: str) -> None:
    """Make a mounted folder the root and forget the old one."""
    os.chdir(root)
    _check(_libc.syscall(PIVOT_ROOT[platform.machine()], b".", b"."), "pivot_root")
    umount(".")
    os.chdir("/")


def use_large_pages(start: int, end: int) -> None:
    """Gather this process's memory between two addresses into pages of 2 MiB, where the kernel can."""
    start, end = (start + LARGE_PAGE - 1) // LARGE_PAGE * LARGE_PAGE, end // LARGE_PAGE * LARGE_PAGE
    if start < end:
        _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_COLLAPSE)


def prctl(option: int, value: int = 0, *more: int) -> int:
    """Set an attribute of this process: one of PR_…. See prctl(2)."""
    return _check(_libc.prctl(option, value, *more, *[0] * (3 - len(more))), f"prctl {option}")


def write_file(folder: int, path: str, text: str) -> None:
    """Write to a file that is there, found from the descriptor of a folder."""
    fd = os.open(path, os.O_WRONLY, dir_fd=folder)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def sethostname(name: str) -> None:
    """Name the machine, inside a UTS namespace. See sethostname(2)."""
    _check(_libc.sethostname(name.encode(), len(name)), "sethostname")


def drop_capabilities() -> None:
    """Give up every capability, for this process and all it will start. See capabilities(7)."""
    for capability in range(LAST_CAPABILITY + 1):
        prctl(PR_CAPBSET_DROP, capability)
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("Ii", 0x20080522, 0)
    _check(_libc.syscall(CAPSET[platform.machine()], header, bytes(24)), "capset")


def syscall(number: int, *args: Any) -> int:
    """Make a system call by its number; arguments as ctypes takes them."""
    return _check(_libc.syscall(number, *args), f"system call {number}")


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
