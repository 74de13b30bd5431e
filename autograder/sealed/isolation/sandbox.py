"""The sandbox of one student or trusted process, which the process itself enters before it runs anything."""

import os
import resource
import stat

from autograder.sealed.errors import FilesRefused
from autograder.sealed.isolation import landlock, seccomp
from autograder.sealed.isolation import syscalls as sc
from autograder.sealed.isolation.filesystem import HOME, PRIVATE, SCRATCH, TMP, WORK, map_ids, sandbox_ids
from autograder.sealed.limits import Files, Limits

MAX_MOUNTED_FILES = 500


def mount_own(role: str, limits: Limits) -> None:
    """First half: namespaces and mounts of its own. The process can still mount."""
    sc.unshare(sc.NEWNS | sc.NEWNET | sc.NEWIPC | sc.NEWUTS | sc.NEWCGROUP)
    sc.sethostname("grading")
    safe = sc.MS_NOSUID | sc.MS_NODEV
    sc.mount("proc", "/proc", "proc", safe | sc.MS_NOEXEC)
    # Every file costs memory of the kernel too, however small it is.
    sc.mount("tmpfs", "/dev/shm", "tmpfs", safe, f"size={limits.shared_memory},nr_inodes=10000,mode=1777")
    # Terminals of its own: `!command` in IPython opens one.
    options = "newinstance,ptmxmode=0666,mode=0620,max=16"
    sc.mount("devpts", "/dev/pts", "devpts", sc.MS_NOSUID | sc.MS_NOEXEC, options)
    uid, gid = sandbox_ids()
    sc.mount("tmpfs", PRIVATE, "tmpfs", safe, f"size={limits.scratch},nr_inodes=100000,mode=0700")
    os.chown(PRIVATE, uid, gid)
    for place in (WORK, TMP):
        sc.mount(SCRATCH + place, place, flags=sc.MS_BIND)
        if role == "trusted":  # links, devices and libraries that a student left there are not followed
            sc.restrict_mount(place, sc.ATTR_NOEXEC | sc.ATTR_NOSYMFOLLOW)
    if role == "student":
        os.makedirs(PRIVATE + "/home")
        os.chown(PRIVATE + "/home", uid, gid)
        sc.mount(PRIVATE + "/home", HOME, flags=sc.MS_BIND)


def write_files(role: str, files: Files) -> None:
    """Write the submission's files into the shared folder, and mount the instructor's over them, read-only."""
    uid, gid = sandbox_ids()
    if role == "student":
        for path, content in {**files.given, **files.handed_in}.items():
            _write(WORK, path, content, uid, gid)
    pinned: set[str] = set()
    for path, content in list(files.given.items())[:MAX_MOUNTED_FILES]:
        _write(PRIVATE + "/given", path, content, uid, gid)
        folder = WORK
        for part in path.split("/")[:-1]:
            folder += "/" + part
            if folder not in pinned:  # a folder that is a mount point cannot be renamed away
                pinned.add(folder)
                sc.mount(folder, folder, flags=sc.MS_BIND | sc.MS_REC)
        sc.mount(f"{PRIVATE}/given/{path}", f"{WORK}/{path}", flags=sc.MS_BIND)
        sc.restrict_mount(f"{WORK}/{path}", sc.ATTR_RDONLY | sc.ATTR_NOSUID | sc.ATTR_NODEV)
    if files.given and role == "trusted":
        sc.mount(PRIVATE + "/given", PRIVATE + "/given", flags=sc.MS_BIND)
        sc.restrict_mount(PRIVATE + "/given", sc.ATTR_RDONLY)


def drop_rights(role: str, limits: Limits, seccomp_program: bytes) -> None:
    """Second half: from here on nothing can be mounted, no right regained, no limit raised."""
    sc.umount(SCRATCH)
    # From here on /proc can be read only: a process could tell the kernel there to spare it when memory is short.
    writable_proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    sc.mount("/proc", "/proc", flags=sc.MS_BIND)
    sc.restrict_mount("/proc", sc.ATTR_RDONLY, recursive=False)
    sc.restrict_mount("/", sc.ATTR_RDONLY, recursive=False)
    _resources(limits)
    uid, gid = sandbox_ids()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
        sc.prctl(sc.PR_SET_DUMPABLE, 1)  # changing the user closed /proc/self to its owner
    # A user namespace of its own makes the process limit count this submission's processes only;
    # set before, the limit would count all submissions that run now.
    sc.unshare(sc.NEWUSER)
    map_ids(uid, gid, writable_proc)
    resource.setrlimit(resource.RLIMIT_NPROC, (limits.processes, limits.processes))
    sc.drop_capabilities()
    sc.prctl(sc.PR_SET_PDEATHSIG, 9)
    sc.prctl(sc.PR_SET_NO_NEW_PRIVS, 1)
    sc.write_file(writable_proc, "self/oom_score_adj", "900" if role == "student" else "500")
    os.close(writable_proc)
    landlock.restrict(["/"], [WORK, TMP, HOME, PRIVATE, "/dev"])
    seccomp.install(seccomp_program)


def _resources(limits: Limits) -> None:
    for kind, bound in {
        resource.RLIMIT_AS: _only_mapped() + limits.memory,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: limits.scratch,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_SIGPENDING: 256,
    }.items():
        resource.setrlimit(kind, (bound, bound))


def _only_mapped() -> int:
    """Bytes that this process has mapped and that take no memory: libraries, 3 GB of them when torch has CUDA."""
    with open("/proc/self/statm") as file:
        mapped, resident = file.read().split()[:2]
    return (int(mapped) - int(resident)) * resource.getpagesize()


def _write(root: str, path: str, content: bytes, uid: int, gid: int) -> None:
    """Write a file below root. Raises FilesRefused for a path that would leave it, or that cannot be written."""
    parts = path.split("/")
    if not path or any(part in ("", ".", "..") for part in parts):
        raise FilesRefused(f"refused the file name {path!r:.200}")
    try:
        folder = root
        os.makedirs(folder, exist_ok=True)
        for part in parts[:-1]:
            folder += "/" + part
            if not os.path.lexists(folder):
                os.mkdir(folder)
                os.chown(folder, uid, gid)
            elif not stat.S_ISDIR(os.lstat(folder).st_mode):
                raise FilesRefused(f"{path!r:.200} lies in a folder that is a file")
        full = f"{root}/{path}"
        with open(full, "wb") as file:
            file.write(content)
        os.chown(full, uid, gid)
    except OSError as error:
        raise FilesRefused(f"{path!r:.200} cannot be written ({error.strerror})") from None
