"""The lessons of the course, by number; and the short way through it."""

QUICK_CHECK = 3  #: how many questions a lesson's quick check has
LESSONS = (
    "00-start-here",
    "01-state-dict",
    "02-training-trace",
    "03-saving",
    "04-restoring",
    "05-devices",
    "06-checkpoints",
    "07-state-surgery",
    "08-trust",
    "09-scale",
    "10-debug-clinic",
    "11-real-model",
)
SHORT_WAY = "twelve-minutes"  #: a notebook with questions of its own, but no unit: it goes by its name
