"""The published voice detector and what is made of it, once: when this module is imported.

A grader imports what an assignment imports before it starts a process for each submission. Reading or writing a program
takes longer than all that a test does with it; here a whole class pays for it once.
"""

from safetensors.torch import load_file

from coursekit import voice

PUBLISHED = voice.published()  #: the entries of the published program
ENTRIES = {name: value for name, value in PUBLISHED.items() if name.startswith(voice.PART)}  #: of its 16 kHz model
WEIGHTS = load_file(voice.weights_file())  #: the published safetensors file

#: other values for both, by both names, in which entries of the same shape are equal: to be compared without the names
ALIKE = voice.made_by_shape({**PUBLISHED, **WEIGHTS}, seed=1)

_PROGRAM = {name: ALIKE[name] for name in PUBLISHED}
#: entries in half precision and no code, to be given other values and written
HALF = voice.program_without_code({name: value.half() for name, value in _PROGRAM.items()})
#: programs as bytes
FILES = {"alike": voice.made_program(_PROGRAM).save_to_buffer(), "alike, half": HALF.save_to_buffer()}

SOUND = voice.voice_like(2)  #: windows 19 to 62 are spoken

#: to be given other values, again and again; the first two runs of one compile the code of all
PROGRAMS = {use: voice.load_program() for use in ("reference", "model")}
voice.probabilities(PROGRAMS["reference"], SOUND[: 2 * voice.WINDOW])
