"""Finds things on a page by the words that a person reads, and by nothing else: no ids, no classes, no test hooks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Find = Callable[[str], list[Any]]
BUTTONS = ("button", "input[@type='submit' or @type='button']", "summary")


class NotOnPageError(AssertionError):
    """What a person was told to find is not there, or stands there more than once."""


def words(text: str) -> str:
    """Return an XPath string for text; XPath 1.0 has no escapes, so quotes are joined from pieces."""
    if "'" not in text:
        return f"'{text}'"
    pieces = ', "\'", '.join(f"'{piece}'" for piece in text.split("'"))
    return f"concat({pieces})"


def only(found: list[Any], what: str) -> Any:
    """Return the one element of found that is visible; two of them would be a riddle for a person too."""
    shown = [element for element in found if element.is_displayed()]
    if len(shown) != 1:
        raise NotOnPageError(f"{what} stands on the page {len(shown)} times, not once")
    return shown[0]


def field(find: Find, label: str) -> Any:
    """Return the input, select or textarea that the label belongs to, whether it points to it or holds it."""
    controls = "self::input or self::select or self::textarea"
    said = f"[normalize-space(.)={words(label)}]"
    paths = [
        f"//*[{controls}][@id=//label{said}/@for]",
        f"//label{said}//*[{controls}]",
        # A label around a select holds its options' words too; what counts is what stands before the control.
        f"//label[normalize-space(text()[1])={words(label)}]//*[{controls}]",
        f"//*[{controls}][@aria-label={words(label)}]",
    ]
    found = [element for path in paths for element in find(path)]
    # A file or radio input may be drawn over by its label; it is still what the label belongs to.
    unique = list(dict.fromkeys(found))
    if len(unique) != 1:
        raise NotOnPageError(f"the field «{label}» stands on the page {len(unique)} times, not once")
    return unique[0]


def option_of_group(find: Find, legend: str, option: str) -> Any | None:
    """Return the radio button or tick box «option» in the group with that legend; None where there is none."""
    group = f"//fieldset[normalize-space(legend)={words(legend)}]"
    said = f"[normalize-space(.)={words(option)}]"
    found = [*find(f"{group}//input[@id=//label{said}/@for]"), *find(f"{group}//label{said}//input")]
    return next(iter(dict.fromkeys(found)), None)


def button(find: Find, text: str) -> Any:
    """Return the button, or the summary of details, with that text."""
    found = []
    for kind in BUTTONS:
        found += find(
            f"//{kind}[normalize-space(.)={words(text)} or @value={words(text)} or @aria-label={words(text)}]"
        )
    return only(list(dict.fromkeys(found)), f"the button «{text}»")


def link(find: Find, text: str) -> Any:
    """Return the link with that text."""
    found = find(f"//a[@href][normalize-space(.)={words(text)} or @aria-label={words(text)}]")
    return only(found, f"the link «{text}»")
