"""The sandbox: mounts, namespaces, Landlock, seccomp and limits, by Linux's own system calls.

It may not know Python values, notebooks or who is graded; each process isolates itself before it runs anything.
"""
