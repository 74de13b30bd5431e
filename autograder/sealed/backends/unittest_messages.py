"""What a failed comparison of unittest says of itself, without the values that it compared."""

from __future__ import annotations

from types import FrameType

MODULE = "unittest"
MOCK = "unittest.mock"
SAY_NOTHING_NEW = ("fail", "assertNotEqual")  #: all is the instructor's; the value is the answer's own
ENDS = {"assertTrue": " is not true", "assertFalse": " is not false"}  #: of what a method itself says of a value
REGEX = '" does not match "'  # what assertRaisesRegex and its kin say, with the expected pattern before it


def without_values(error: BaseException, text: str) -> str | None:
    """The text of an error that unittest itself raised, without values; None when it did not raise it.

    unittest makes one text of the values and of the instructor's `msg`, a documented argument of every method. Which
    part is whose is read from the method's own frame, so that no value passes for the instructor's words.
    """
    frames = last_frames(error)
    if not frames:
        return None
    method, name = frames[0], frames[0].f_code.co_name
    if name in SAY_NOTHING_NEW:
        return text
    if name == "__exit__":  # of a `with` statement: assertRaises, assertWarns, assertLogs and their kin
        name, said = "assertRaisesRegex", getattr(method.f_locals.get("self"), "msg", None)
    elif str(method.f_globals.get("__name__")).startswith(MOCK):
        said = None
    else:
        said = instructors_words(method, text)
    if name.startswith(("assertRaises", "assertWarns", "assertLogs")) and REGEX not in text:
        return text  # names of errors, functions and loggers
    return f"{name}() does not hold." if said is None else f"{name}() does not hold: {said}"


def instructors_words(method: FrameType, text: str) -> object:
    """The `msg` that a method was called with; some put the whole text into that variable before they raise it."""
    known, name = method.f_locals, method.f_code.co_name
    said = known.get("msg")
    if said is None or said != text:
        return said
    standard = known.get("standardMsg")
    if standard is None and name in ENDS:
        standard = text[: text.rfind(ENDS[name]) + len(ENDS[name])] if ENDS[name] in text else None
    if standard is None or not text.startswith(standard):
        return text  # `longMessage` is off, and this is the instructor's alone
    return text[len(standard) :].removeprefix(" : ") or None


def last_frames(error: BaseException) -> list[FrameType]:
    """The frames of unittest's own code that end in the raised error, from the method that a test called on."""
    frames: list[FrameType] = []
    place = error.__traceback__
    while place is not None:
        frame = place.tb_frame
        is_own = str(frame.f_globals.get("__name__")).partition(".")[0] == MODULE
        frames = [*frames, frame] if is_own else []
        place = place.tb_next
    return frames
