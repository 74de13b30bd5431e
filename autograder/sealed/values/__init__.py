"""What crosses between the two processes, and how: arguments in, data out, everything else as a handle.

It may not know sockets or who asks. What it needs of torch, numpy or pandas, it asks `backends`.
"""
