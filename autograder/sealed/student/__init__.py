"""What runs in the student's process: the loop over cells, and the bridge's server that tests call.

Nothing here is believed by the tests' side. It may not know tests, expected values or the grader's files.
"""
