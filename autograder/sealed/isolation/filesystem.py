"""The root file system of the sandbox: the Python environment, read-only, and next to nothing else."""

import os
import site
import sys
import sysconfig
from pathlib import Path

from autograder.sealed.isolation import syscalls as sc

NOBODY = 65534
WORK, HOME, PRIVATE, SCRATCH = "/assignment", "/run/home", "/run/private", "/run/scratch"
SYSTEM = ["/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin"]
SETTINGS = ["ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "alternatives", "fonts", "mime.types"]
# name: what is shown there. Shared mappings of /dev/zero are memory that no limit counts; /dev/full reads as zeros.
DEVICES = {name: name for name in ("null", "full", "random", "urandom")} | {"zero": "full"}


def python_paths() -> list[str]:
    """What of the disk the running Python needs: its prefixes, and the packages of editable installs.

    Never a whole project folder: that is where the source notebooks and the gradebook lie.
    """
    paths = {sys.prefix, sys.base_prefix, sys.exec_prefix, sysconfig.get_path("stdlib")}
    paths |= set(site.getsitepackages()) | {path for path in sys.path if path.endswith("-packages")}
    paths |= {os.path.dirname(os.path.realpath(sys.executable))}
    paths |= {str(Path(__file__).parents[2])}
    paths |= set(_editable_packages())
    kept: list[str] = []
    for path in sorted(path for path in paths if os.path.exists(path)):
        if not any(path == other or path.startswith(other + "/") for other in [*kept, *SYSTEM]):
            kept.append(path)
    return kept


def temporary_folder() -> str:
    """Where the sandbox has its temporary folder: /tmp, unless the Python environment itself lies there."""
    return "/temporary" if any(path.startswith("/tmp/") for path in python_paths()) else "/tmp"


def enter_namespaces() -> None:
    """Give this process namespaces of its own in which it may mount, and continue as their first process.

    Root stays root until a child drops to nobody; anybody else gets a user namespace of their own.
    """
    uid, gid = os.geteuid(), os.getegid()
    sc.unshare(sc.NEWNS | sc.NEWPID if uid == 0 else sc.NEWUSER | sc.NEWNS | sc.NEWPID)
    if uid != 0:
        proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
        map_ids(uid, gid, proc)
        os.close(proc)
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    sc.prctl(sc.PR_SET_PDEATHSIG, 9)
    if os.getppid() != 0:  # the parent is outside this pid namespace, so its number reads 0
        os._exit(1)


def change_root(root: str) -> None:
    """Build the root file system on an empty folder and pivot into it. What is not in it is out of reach for good."""
    sc.mount("none", "/", flags=sc.MS_REC | sc.MS_PRIVATE)
    sc.mount("tmpfs", root, "tmpfs", sc.MS_NOSUID | sc.MS_NODEV, "size=1m,mode=0755")
    for path in SYSTEM:
        if os.path.islink(path):
            os.symlink(os.readlink(path), root + path)
        elif os.path.isdir(path):
            _bind(root, path)
    for path in python_paths():
        _bind(root, path)
    _write_etc(root)
    _make_dev(root)
    for path in (WORK, TMP, HOME, PRIVATE, SCRATCH, "/proc"):
        os.makedirs(root + path, exist_ok=True)
    sc.mount("proc", root + "/proc", "proc", sc.MS_NOSUID | sc.MS_NODEV | sc.MS_NOEXEC)
    sc.pivot_into(root)


def map_ids(uid: int, gid: int, proc: int) -> None:
    """Keep one user and one group in a fresh user namespace.

    proc: a descriptor of a /proc that can be written
    """
    for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        sc.write_file(proc, f"self/{name}", line)


def _bind(root: str, path: str) -> None:
    target = root + path
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        open(target, "x").close()
    sc.mount(path, target, flags=sc.MS_BIND | sc.MS_REC)
    sc.restrict_mount(target, sc.ATTR_RDONLY | sc.ATTR_NOSUID | sc.ATTR_NODEV)


def _write_etc(root: str) -> None:
    os.makedirs(root + "/etc")
    for name in SETTINGS:
        path = os.path.realpath("/etc/" + name)
        if os.path.exists(path):
            target = root + "/etc/" + name
            os.makedirs(target) if os.path.isdir(path) else open(target, "x").close()
            sc.mount(path, target, flags=sc.MS_BIND | sc.MS_REC)
            sc.restrict_mount(target, sc.ATTR_RDONLY | sc.ATTR_NOSUID | sc.ATTR_NODEV)
    uid, gid = sandbox_ids()
    texts = {
        "passwd": f"student:x:{uid}:{gid}::{HOME}:/bin/sh\n",
        "group": f"student:x:{gid}:\n",
        "hosts": "127.0.0.1 localhost\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }
    for name, text in texts.items():
        Path(root, "etc", name).write_text(text)


def sandbox_ids() -> tuple[int, int]:
    """Who a child is: never the real root."""
    return (os.geteuid() or NOBODY, os.getegid() if os.geteuid() else NOBODY)


def _make_dev(root: str) -> None:
    os.makedirs(root + "/dev/shm")
    os.makedirs(root + "/dev/pts")
    os.symlink("pts/ptmx", root + "/dev/ptmx")
    for name, real in DEVICES.items():
        open(f"{root}/dev/{name}", "x").close()
        sc.mount(f"/dev/{real}", f"{root}/dev/{name}", flags=sc.MS_BIND)
    for name, target in {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}.items():
        os.symlink(f"/proc/self/fd{target}", f"{root}/dev/{name}")


def _editable_packages() -> list[str]:
    """Package folders of editable installs, and nothing beside them."""
    import importlib.metadata
    import importlib.util

    folders = []
    for distribution in importlib.metadata.distributions():
        if '"editable": true' not in (distribution.read_text("direct_url.json") or ""):
            continue
        for name in (distribution.read_text("top_level.txt") or "").split():
            spec = importlib.util.find_spec(name)
            if spec and spec.submodule_search_locations:
                folders += list(spec.submodule_search_locations)
            elif spec and spec.origin:
                folders.append(spec.origin)
    return folders


TMP = temporary_folder()
