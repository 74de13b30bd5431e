"""What runs in the tests' process: the loop over setup and test cells, and proxies of what the answer defines.

It may not run, import or unpickle anything that the student's process sent.
"""
