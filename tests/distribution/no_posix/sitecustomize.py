"""Python reads this when it starts with this folder on PYTHONPATH: it hides POSIX from the course and the learner.

Libraries keep it, since on this Linux they need it. The course's own code, scenes and notebooks find neither its
modules nor its calls: importing one raises ImportError, looking one up AttributeError, as on Windows.
"""

import builtins
import os
import signal
import sys
import types

MODULES = "crypt curses fcntl grp nis ossaudiodev posix pty pwd readline resource spwd syslog termios tty"
NAMES = {
    "os": """WCONTINUED WNOHANG WUNTRACED O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK chown chroot confstr
        ctermid fchdir fchown fork forkpty getegid geteuid getgid getgroups getloadavg getpgid getpgrp
        getpriority getresuid getsid getuid initgroups killpg lchown lockf major makedev memfd_create mkfifo
        mknod nice openpty pathconf pidfd_open pipe2 posix_fallocate posix_spawn posix_spawnp pread pwrite
        readv sched_getaffinity sched_setaffinity sched_yield sendfile setegid seteuid setgid setgroups
        setpgid setpriority setsid setuid statvfs sync sysconf tcgetpgrp ttyname uname wait wait3 wait4
        waitid writev""",
    "signal": "SIGALRM SIGCHLD SIGHUP SIGKILL SIGQUIT SIGSTOP SIGUSR1 alarm pause pthread_kill setitimer",
}
OURS = ("coursekit", "scenes", "__main__")  #: a notebook's own name is __main__


class Without(types.ModuleType):
    """A module as it is, also when somebody replaces a part of it, but for some names."""

    def __init__(self, real: types.ModuleType, hidden: str):
        self.__dict__.update(_real=real, _hidden=frozenset(hidden.split()), __name__=real.__name__)

    def __getattr__(self, name: str):
        if name in self._hidden:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} here", name=name)
        return getattr(self._real, name)

    def __setattr__(self, name: str, value: object):
        setattr(self._real, name, value)


POOR = {module: Without(module, NAMES[module.__name__]) for module in (os, signal)}
_import = builtins.__import__


def import_here(name, globals=None, locals=None, fromlist=(), level=0):
    importer = str((globals or {}).get("__name__", "")).partition(".")[0]
    if importer not in OURS or level:
        return _import(name, globals, locals, fromlist, level)
    if name.partition(".")[0] in MODULES.split():
        raise ModuleNotFoundError(f"No module named {name!r} here", name=name)
    module = _import(name, globals, locals, fromlist, level)
    return POOR.get(module, module)


builtins.__import__ = import_here
sys.dont_write_bytecode = True
