"""What an instructor does in formgrader, and what a learner does in Assignment List."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.lab import choose


def formgrader_in(page: Page) -> FrameLocator:
    return page.frame_locator('iframe[src*="formgrader"]')


def row_of(formgrader: FrameLocator, name: str) -> Locator:
    return formgrader.get_by_role("row").filter(has=formgrader.get_by_text(name, exact=True))


def press(formgrader: FrameLocator, button: Locator) -> None:
    """Press a button of a row, and close the message of success that formgrader shows when it is done."""
    button.click()
    message = formgrader.locator(".modal:visible")
    expect(message).to_contain_text("Success")
    message.get_by_role("button", name="OK").click()
    expect(message).to_have_count(0)


def open_assignment_list(page: Page) -> Locator:
    choose(page, "Nbgrader", "Assignment List")
    return page.locator("#nbgrader-assignment-list")


def listed(assignments: Locator, kind: str, unit: str) -> Locator:
    """The row of an assignment among those of one kind: "released", "fetched" or "submitted"."""
    return assignments.locator(f"#{kind}_assignments_list .list_item", has_text=unit).first
