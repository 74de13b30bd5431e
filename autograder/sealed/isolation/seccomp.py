"""A seccomp filter for student code: what no notebook needs and an attacker wants is refused."""

import ctypes
import errno
import platform
import struct

from autograder.sealed.isolation import syscalls

# name: (x86_64, aarch64); None where the architecture has no such call.
DENIED = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_setup": (206, 0),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "ioperm": (173, None),
    "iopl": (172, None),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "lookup_dcookie": (212, 18),
    "memfd_create": (319, 279),  # memory that no limit counts
    "memfd_secret": (447, 447),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "pivot_root": (155, 41),
    "process_madvise": (440, 440),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "semget": (64, 190),
    "setdomainname": (171, 162),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "shmget": (29, 194),  # memory that no limit counts
    "splice": (275, 76),  # pages of a deleted file stay in a pipe
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "tee": (276, 77),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
    "vmsplice": (278, 75),  # one page in a pipe keeps a large page of 2 MiB, which no limit counts
}
# What the list above was made from: Linux 6.10. Later calls are answered as on a kernel that does not have them.
# Newer calls have the same number everywhere, from 424 on; before that lie numbers that were added to one architecture.
LAST_KNOWN, FIRST_COMMON, LAST_OWN = 462, 424, (334, 294)
CLONE, CLONE3, SOCKET, PRCTL, MMAP = (56, 220), (435, 435), (41, 198), (157, 167), (9, 222)
SHARED_ANONYMOUS = 0x21  # MAP_SHARED | MAP_ANONYMOUS; MAP_SHARED_VALIDATE has the same low bit
NEW_NAMESPACE = 0x7E020080  # every CLONE_NEW* flag
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOWED_SOCKETS = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6: the namespace has no network behind the last two
X32_BIT = 0x40000000

LOAD, AND, JEQ, JGE, JSET, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCH, ARG0, ARG3 = 0, 4, 16, 40  # offsets in struct seccomp_data; the low half of an argument comes first


def build() -> bytes:
    """The filter as a BPF program for this machine.

    The wrong architecture kills; a call that is denied gets EPERM, one that is not known ENOSYS.
    """
    column = 0 if platform.machine() == "x86_64" else 1
    code: list[tuple[int, int, int, int]] = [
        (LOAD, 0, 0, ARCH),
        (JEQ, 1, 0, AUDIT_ARCH[platform.machine()]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]
    if column == 0:
        code += [(JGE, 0, 1, X32_BIT), (RETURN, 0, 0, KILL)]
    code += [(JGE, 0, 1, LAST_KNOWN + 1), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
    code += [(JGE, 2, 0, FIRST_COMMON), (JGE, 0, 1, LAST_OWN[column] + 1), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
    for numbers in DENIED.values():
        if (number := numbers[column]) is not None:
            code += [(JEQ, 0, 1, number), (RETURN, 0, 0, ERRNO | errno.EPERM)]
    # clone3 hides its flags in memory; libc falls back to clone.
    code += [(JEQ, 0, 1, CLONE3[column]), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
    code += [(JEQ, 0, 4, CLONE[column]), (LOAD, 0, 0, ARG0), (JSET, 0, 1, NEW_NAMESPACE)]
    code += [(RETURN, 0, 0, ERRNO | errno.EPERM), (RETURN, 0, 0, ALLOW)]
    code += [(JEQ, 0, len(ALLOWED_SOCKETS) + 3, SOCKET[column]), (LOAD, 0, 0, ARG0)]
    code += [(JEQ, len(ALLOWED_SOCKETS) - place, 0, family) for place, family in enumerate(ALLOWED_SOCKETS)]
    code += [(RETURN, 0, 0, ERRNO | errno.EAFNOSUPPORT), (RETURN, 0, 0, ALLOW)]
    # Pages of such a mapping stay when a process unmaps all but one of them: memory that no limit counts.
    code += [(JEQ, 0, 5, MMAP[column]), (LOAD, 0, 0, ARG3), (AND, 0, 0, SHARED_ANONYMOUS)]
    code += [(JEQ, 0, 1, SHARED_ANONYMOUS), (RETURN, 0, 0, ERRNO | errno.EPERM), (RETURN, 0, 0, ALLOW)]
    # A process that no longer dies with its parent could outlive the grader: pretend that it worked.
    code += [(JEQ, 0, 3, PRCTL[column]), (LOAD, 0, 0, ARG0), (JEQ, 0, 1, syscalls.PR_SET_PDEATHSIG)]
    code += [(RETURN, 0, 0, ERRNO | 0), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in code)


def install(program: bytes) -> None:
    """Apply a built filter to this process and all it will start. Needs no_new_privs."""
    buffer = ctypes.create_string_buffer(program, len(program))
    prog = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    holder = ctypes.create_string_buffer(prog, len(prog))
    syscalls.prctl(22, 2, ctypes.addressof(holder))  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
