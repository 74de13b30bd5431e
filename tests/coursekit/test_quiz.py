"""Quizzes: drawing, scoring and advice; the widgets that show them; the pages without a kernel."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import nbformat
import pytest
from ipywidgets import Button
from nbclient import NotebookClient

from bank import ROOT
from coursekit import quiz
from coursekit.controls import AnswerButton, Control
from coursekit.lessons import LESSONS, SHORT_WAY
from coursekit.quiz import scoring, static, widgets
from coursekit.quiz.bank import LEVELS

BANK = quiz.load()
MASTERY = BANK.of("mastery")


# --- drawing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_a_draw_has_ten_different_questions_of_all_levels_and_many_units(seed):
    drawn = scoring.draw(MASTERY, seed)
    assert len({q.id for q in drawn}) == 10
    assert Counter(q.level for q in drawn) == {"easy": 3, "medium": 4, "hard": 3}
    assert len({q.unit for q in drawn}) >= 8


def test_a_seed_gives_the_same_draw_and_another_seed_another_one():
    assert scoring.draw(MASTERY, 5) == scoring.draw(tuple(reversed(MASTERY)), 5)
    assert scoring.draw(MASTERY, 5) != scoring.draw(MASTERY, 6)


def test_every_question_of_the_bank_is_drawn_sooner_or_later():
    seen = {q.id for seed in range(400) for q in scoring.draw(MASTERY, seed)}
    assert seen == {q.id for q in MASTERY}


def test_excluded_questions_do_not_come_again():
    first = scoring.draw(MASTERY, 1)
    second = scoring.draw(MASTERY, 1, without=[q.id for q in first])
    assert not set(first) & set(second)


def test_a_bank_that_is_too_small_is_refused_with_the_level():
    with pytest.raises(ValueError, match="does not have enough hard"):
        scoring.draw([q for q in MASTERY if q.level != "hard"], 0)


@pytest.mark.parametrize("unit", range(2, 11))
def test_recall_cards_come_from_earlier_units(unit):
    dealt = scoring.deal(BANK.cards, unit, 5, seed=unit)
    assert len({card.id for card in dealt}) == min(5, sum(card.unit < unit for card in BANK.cards))
    assert all(card.unit < unit for card in dealt)


# --- scoring ------------------------------------------------------------------------------------------------------


def answered(drawn, wrong=()):
    """The right choice for each question, a wrong one at the given positions."""
    return [q.wrong[0] if position in wrong else q.right for position, q in enumerate(drawn)]


def test_all_right_is_strong_in_every_level_with_nothing_to_read_again():
    drawn = scoring.draw(MASTERY, 0)
    result = scoring.score(drawn, answered(drawn))
    assert (result.right, result.total, result.revisit) == (10, 10, ())
    assert all(level.strong for level in result.levels)


def test_levels_are_scored_apart():
    drawn = scoring.draw(MASTERY, 0)  # positions 0 to 2 easy, 3 to 6 medium, 7 to 9 hard
    result = scoring.score(drawn, answered(drawn, wrong=[3, 7, 8]))
    assert [(level.level, level.right, level.total) for level in result.levels] == [
        ("easy", 3, 3),
        ("medium", 3, 4),
        ("hard", 1, 3),
    ]
    assert [level.strong for level in result.levels] == [True, True, False]


def test_two_of_three_is_not_strong():
    assert not scoring.LevelScore("easy", 2, 3).strong
    assert not scoring.LevelScore("easy", 0, 0).strong


def test_an_answer_left_out_counts_as_missed():
    drawn = scoring.draw(MASTERY, 0)
    result = scoring.score(drawn, [None, *answered(drawn)[1:]])
    assert result.right == 9
    assert result.revisit == drawn[:1]


def test_an_answer_for_each_question_is_needed():
    drawn = scoring.draw(MASTERY, 0)
    with pytest.raises(ValueError):
        scoring.score(drawn, answered(drawn)[1:])


def test_advice_names_the_strong_levels():
    drawn = scoring.draw(MASTERY, 0)
    said = scoring.advice(scoring.score(drawn, answered(drawn, wrong=[7, 8])))
    assert "8 of 10 right" in said
    assert "easy: 3 of 3, strong" in said
    assert "hard: 1 of 3, not strong yet" in said


def test_what_was_missed_is_linked_to_the_cell_that_explains_it_and_nothing_else_is():
    drawn = scoring.draw(MASTERY, 0)
    said = scoring.read_again(scoring.score(drawn, answered(drawn, wrong=[7, 8])))
    assert [question for question in drawn if question.link in said] == [drawn[7], drawn[8]]


def test_a_cell_that_explains_two_missed_questions_is_named_once():
    twins = [q for q in MASTERY if q.tag == "buffers-are-state"][:1] * 2
    said = scoring.read_again(scoring.score(twins, answered(twins, wrong=[0, 1])))
    assert said.count(twins[0].link) == 1


def test_advice_begins_with_the_lowest_level_that_is_not_strong():
    drawn = scoring.draw(MASTERY, 0)
    said = scoring.advice(scoring.score(drawn, answered(drawn, wrong=[0, 7, 8])))
    assert "Start with the easy questions" in said


# --- widgets ------------------------------------------------------------------------------------------------------


def answer(box, right=True):
    """Choose as a learner does: by the place of a choice on the screen."""
    box.radio.index = next(place for place, choice in enumerate(box.choices) if choice.right == right)


def markdown(place):
    (output,) = place.outputs
    return output["data"]["text/markdown"]


@pytest.mark.parametrize("right", [True, False])
def test_check_explains_the_chosen_answer_and_reports_it(right):
    reported = []
    shown = quiz.quick_check(4, on_answer=lambda question, hit: reported.append((question.id, hit)))
    first = shown.asked[0]
    answer(first.box, right)
    first.check.click()
    assert ("✓ Right." in first.box.said.value) == right
    chosen = first.box.choices[first.box.radio.index]
    assert static.as_html(chosen.why).strip()[3:40] in first.box.said.value
    assert first.box.question.link in markdown(first.box.more)
    assert reported == [(first.box.question.id, right)]


def test_check_explains_the_choice_of_its_own_message_even_when_the_news_of_that_choice_comes_later():
    reported = []
    first = quiz.quick_check(4, on_answer=lambda _, hit: reported.append(hit)).asked[0]
    answer(first.box, right=False)
    told(first.check, chosen=[first.box.choices.index(first.box.question.right)])
    assert "✓ Right." in first.box.said.value
    assert reported == [True]


def test_the_mastery_test_scores_the_choices_of_its_own_message_even_when_news_of_them_comes_later():
    shown = quiz.mastery(seed=3, on_answer=None)
    told(shown.finish, chosen=[box.choices.index(box.question.right) for box in shown.boxes])
    assert "10 of 10 right" in shown.result.value


def told(button, **message):
    """The kernel hears from the browser that a button was pressed."""
    button.comm.handle_msg({"content": {"data": {"method": "custom", "content": message}}, "buffers": []})


def test_check_without_a_choice_asks_for_one_and_reports_nothing():
    reported = []
    first = quiz.quick_check(4, on_answer=lambda *said: reported.append(said)).asked[0]
    first.check.click()
    assert "Choose an answer first" in first.box.said.value
    assert not first.box.more.outputs
    assert reported == []


def test_no_choice_is_made_beforehand():
    assert all(asked.box.radio.index is None for asked in quiz.quick_check(1, on_answer=None).asked)


def test_an_answer_can_be_changed_and_checked_again():
    first = quiz.quick_check(4, on_answer=None).asked[0]
    for right, said in [(False, "✗ Not right."), (True, "✓ Right.")]:
        answer(first.box, right)
        first.check.click()
        assert said in first.box.said.value


def test_the_score_counts_what_is_right_the_last_time_and_what_is_left():
    shown = quiz.quick_check(4, on_answer=None)
    scores = []
    for asked, right in zip([*shown.asked, shown.asked[1]], [True, False, True, True], strict=True):
        answer(asked.box, right)
        asked.check.click()
        scores.append(page(shown.score.value).seen)
    assert scores == [
        "1 of 3 right, 2 still to answer.",
        "1 of 3 right, 1 still to answer.",
        "2 of 3 right.",
        "3 of 3 right.",
    ]


def test_only_a_wrong_answer_is_told_to_read_again():
    first = quiz.quick_check(4, on_answer=None).asked[0]
    for right, said in [(False, "Read again in lesson 4"), (True, "Explained in lesson 4")]:
        answer(first.box, right)
        first.check.click()
        assert markdown(first.box.more).startswith(said)
        assert ("quiz-right" in first.box.said.value) == right


def test_questions_say_how_many_there_are():
    shown = quiz.quick_check(4, on_answer=None)
    assert [page(asked.children[0].value).seen[:15] for asked in shown.asked] == [
        f"Question {n} of 3" for n in (1, 2, 3)
    ]


# --- predictions --------------------------------------------------------------------------------------------------


def guess(prediction, number, right):
    box = prediction.boxes[number]
    answer(box, right)
    return next(choice for choice in box.choices if choice.right == right)


def test_a_guess_is_compared_with_what_happens_only_after_the_run():
    reported = []
    shown = quiz.predict(4, on_answer=lambda question, hit: reported.append((question.id, hit)))
    chosen = [guess(shown, 0, right=True), guess(shown, 1, right=False)]
    assert not any(box.said.value for box in shown.boxes) and reported == []
    after = shown.reveal()
    first, second, third = (page(one.value) for one in after.answers)
    assert first.seen.startswith(f"✓ Guess 1 was right: {chosen[0].plain}.")
    assert second.seen.startswith(f"✗ Guess 2 was: {chosen[1].plain}.")
    assert f"What happens: {shown.boxes[1].question.right.plain}." in second.seen
    assert third.seen == "" and shown.boxes[2].question.right.plain in third.folded
    assert reported == [(shown.boxes[0].question.id, True), (shown.boxes[1].question.id, False)]
    assert [box.radio.disabled for box in shown.boxes] == [True, True, False]


def test_guesses_made_after_run_all_are_compared_by_a_button_that_goes_when_none_is_open():
    shown = quiz.predict(4, on_answer=None)
    after = shown.reveal()
    guess(shown, 2, right=False)
    after.compare.click()
    assert "✗ Guess 3 was:" in page(after.answers[2].value).seen
    assert seen_buttons(after) == ["Compare my guesses"]
    guess(shown, 0, right=True)
    guess(shown, 1, right=True)
    after.compare.click()
    assert seen_buttons(after) == []


def test_a_prediction_without_a_kernel_shows_no_answer_but_folded_ones_after_the_run():
    shown = quiz.predict(4, on_answer=None)
    before, after = (page(one._repr_mimebundle_()["text/html"]) for one in (shown, shown.reveal()))
    assert before.folded == ""
    for box in shown.boxes:
        assert all(choice.plain in before.seen for choice in box.choices)
        assert page(static.as_html(box.question.right.why)).seen.strip() in after.folded


@pytest.mark.parametrize("unit", range(len(LESSONS)))
def test_the_guesses_of_a_lesson_stand_before_their_run_and_the_answers_after_it(unit):
    lesson = nbformat.read(ROOT / "notebooks" / f"{LESSONS[unit]}.ipynb", as_version=4)
    order = [cell.id for cell in lesson.cells]
    explained = [order.index(question.cell) for question in BANK.of("predict", unit) if not question.group]
    assert order.index("predict") < order.index("guess") < order.index("run") < order.index("compare")
    assert min(explained) > order.index("run")


def test_later_guesses_of_a_lesson_are_asked_and_compared_before_the_cell_that_explains_them():
    later = [question for question in BANK.of("predict") if question.group]
    for question in later:
        lesson = nbformat.read(ROOT / "notebooks" / f"{LESSONS[question.unit]}.ipynb", as_version=4)
        order = {cell.id: place for place, cell in enumerate(lesson.cells)}
        asks, compares = f"guess-{question.group}", f"compare-{question.group}"
        assert f'quiz.predict({question.unit}, "{question.group}")' in lesson.cells[order[asks]].source
        assert order["run"] < order[asks] < min(order[compares], order[question.cell])
    assert later


def test_a_group_of_guesses_asks_its_own_questions_and_no_others():
    asked = [box.question for box in quiz.predict(10, "files", on_answer=None).boxes]
    assert asked == [question for question in BANK.of("predict", 10) if question.group == "files"]
    with pytest.raises(ValueError, match="nothing of this kind for unit 10"):
        quiz.predict(10, "no such group")


def test_practice_unfolds_hint_solution_and_mistakes():
    for asked in quiz.practice(4, on_answer=None).asked:
        folded = asked.children[-1].value
        titles = ("Hint", "Worked solution", "Common mistakes")
        assert all(f"<summary>{title}</summary>" in folded for title in titles)
        assert "<details open" not in folded


def test_a_card_shows_its_back_only_when_turned():
    shown = quiz.recall(4, seed=1)
    back = static.as_html(shown.pile[0].back)
    assert back not in shown.card.value
    assert seen_buttons(shown) == ["Turn the card"]
    shown.turn.click()
    assert back in shown.card.value
    assert seen_buttons(shown) == ["I knew it", "Not yet"]


def seen_buttons(shown):
    """What can be pressed: a quiz shows no button that does nothing."""
    buttons = [one for one in inside(shown) if isinstance(one, (Button, AnswerButton))]
    assert not any(button.disabled for button in buttons)
    return [button.description for button in buttons if button.layout.display != "none"]


def test_a_card_that_was_not_known_comes_again_and_a_known_one_does_not():
    shown = quiz.recall(4, seed=1)
    first, second, *rest = shown.pile
    shown.turn.click()
    shown.again.click()
    shown.turn.click()
    shown.known.click()
    assert shown.pile == [*rest, first]
    assert second not in shown.pile


def test_a_pile_that_is_known_ends():
    shown = quiz.recall(4, seed=1)
    for _ in range(5):
        shown.turn.click()
        shown.known.click()
    assert "every card" in shown.card.value
    assert seen_buttons(shown) == []


def test_mastery_is_scored_when_all_ten_are_answered():
    reported = []
    shown = quiz.mastery(seed=3, on_answer=lambda question, right: reported.append((question.id, right)))
    for position, box in enumerate(shown.boxes):
        answer(box, right=position != 9)
    shown.finish.click()
    assert "9 of 10 right" in shown.result.value
    assert markdown(shown.revisit).count("](") == 1
    assert shown.boxes[9].question.link in markdown(shown.revisit)
    assert reported == [(box.question.id, position != 9) for position, box in enumerate(shown.boxes)]
    assert all(box.said.value and box.radio.disabled for box in shown.boxes)


def test_mastery_shows_the_right_answer_to_a_question_that_was_missed():
    shown = quiz.mastery(seed=3, on_answer=None)
    for box in shown.boxes:
        answer(box, right=False)
    shown.finish.click()
    for box in shown.boxes:
        said = page(box.said.value)
        assert all(choice.plain in said.folded for choice in box.choices)
        assert said.folded.count("✓ Right.") == 1


def test_mastery_names_the_questions_that_are_still_open_and_reveals_nothing():
    shown = quiz.mastery(seed=3, on_answer=lambda *said: pytest.fail("reported"))
    for box in shown.boxes[:8]:
        answer(box)
    shown.finish.click()
    assert "9, 10" in shown.result.value
    assert not any(box.said.value or box.more.outputs for box in shown.boxes)


def test_draw_again_gives_ten_other_questions_that_can_be_scored():
    shown = quiz.mastery(seed=3, on_answer=None)
    before = {box.question.id for box in shown.boxes}
    for box in shown.boxes:
        answer(box)
    shown.finish.click()
    assert seen_buttons(shown) == ["Draw again"]
    shown.redraw.click()
    assert not before & {box.question.id for box in shown.boxes}
    assert shown.result.value == "" and not shown.revisit.outputs
    assert seen_buttons(shown) == ["Score my answers", "Draw again"]
    for box in shown.boxes:
        answer(box)
    shown.finish.click()
    assert "10 of 10 right" in shown.result.value


def test_the_same_seed_shows_the_same_test():
    texts = [[box.radio.options for box in quiz.mastery(seed=8, on_answer=None).boxes] for _ in range(2)]
    assert texts[0] == texts[1]


def test_every_control_has_a_name():
    shown = [quiz.quick_check(1, None), quiz.practice(3, None), quiz.recall(5), quiz.mastery(1, None)]
    controls = [w for box in shown for w in inside(box) if isinstance(w, (Button, AnswerButton, Control))]
    assert len(controls) > 20
    assert all(control.description for control in controls)
    assert all(control.tooltip for control in controls if not isinstance(control, Control))


def inside(box):
    for child in getattr(box, "children", ()):
        yield child
        yield from inside(child)


@pytest.mark.parametrize(
    ("make", "unit"), [(quiz.quick_check, 0), (quiz.quick_check, len(LESSONS)), (quiz.practice, 1), (quiz.recall, 1)]
)
def test_a_unit_without_such_questions_is_refused(make, unit):
    with pytest.raises(ValueError, match="nothing of this kind for unit"):
        make(unit)


def test_everything_a_quiz_says_is_announced_to_screen_readers():
    shown = quiz.mastery(seed=3, on_answer=None)
    shown.finish.click()
    assert 'role="status" aria-live="polite"' in shown.result.value


# --- without a kernel ---------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Checks that tags close in order; collects the text outside and inside <details>."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.folded = [], "", ""

    def handle_starttag(self, tag, attrs):
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            return
        if "details" in self.open:
            self.folded += data
        else:
            self.seen += data


def page(html):
    parsed = Page()
    parsed.feed(html)
    assert parsed.open == []
    return parsed


def test_a_quiz_carries_a_page_that_needs_no_kernel():
    for shown in [quiz.quick_check(4, None), quiz.practice(4, None), quiz.recall(4), quiz.mastery(1, None)]:
        bundle = shown._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        page(bundle["text/html"])
        assert "<details>" in bundle["text/html"]
        assert "<script" not in bundle["text/html"]


def test_without_a_kernel_answers_are_folded_and_every_choice_is_explained():
    asked = BANK.of("practice", 4)
    shown = page(static.questions(asked))
    for question in asked:
        for choice in question.choices():
            assert choice.plain in shown.seen
            assert page(static.as_html(choice.why)).seen.strip() in shown.folded
            assert page(static.as_html(choice.why)).seen.strip() not in shown.seen
    assert shown.folded.count("✓ Right.") == len(asked)


def test_without_a_kernel_the_back_of_a_card_is_folded():
    cards = scoring.deal(BANK.cards, 4, 5, seed=0)
    shown = page(static.cards(cards))
    for card in cards:
        assert page(static.as_html(card.front)).seen.strip() in shown.seen
        assert page(static.as_html(card.back)).seen.strip() in shown.folded


@pytest.mark.slow
def test_the_mastery_notebook_runs_and_its_quizzes_read_without_a_kernel(tmp_path):
    notebook = nbformat.read(ROOT / "notebooks" / "12-mastery.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    for name in ("recall", "test", "practice"):
        (cell,) = [cell for cell in notebook.cells if cell.id == name]
        (output,) = cell.outputs
        assert "<details>" in output.data["text/html"], name


def test_where_to_read_again_is_a_lesson_or_further_up_in_the_short_way():
    said = [static.read_more(BANK.of("quick", unit)[0], right=False) for unit in (4, SHORT_WAY)]
    assert said[0].startswith("Read again in lesson 4: [")
    assert said[1].startswith("Read again above: [") and f"({SHORT_WAY}.ipynb#cell-id=" in said[1]


def test_signs_in_a_question_are_shown_not_obeyed():
    assert "<b>" not in static.as_html("a <b> tag and `<class 'str'>`")


def test_all_levels_are_drawn():
    assert set(scoring.PER_LEVEL) == set(LEVELS)
    assert sum(scoring.PER_LEVEL.values()) == 10
    assert widgets.CARDS == 5
