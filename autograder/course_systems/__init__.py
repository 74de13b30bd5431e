"""Canvas and Moodle: what they hand over is collected, and grades and feedback go back in the files that they gave.

It may change nothing in the gradebook but students' own fields: names, email, lms_user_id.
"""
