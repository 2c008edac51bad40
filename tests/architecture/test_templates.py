"""Pages as text: no script, no SVG, no inline style, no address of anybody's, and no word that nobody translated."""

from __future__ import annotations

import re

from project import files, named

# What a template must not hold, by the sentence that a failing test shows.
FORBIDDEN = {
    "a script": r"<script|\bon[a-z]+\s*=\s*[\"']|javascript:",
    "SVG or MathML": r"<svg|<math\b|\.svg\b|image/svg",
    "an inline style": r"<style|\bstyle\s*=",
    "an absolute address": r"(?:https?:)?//[\w.-]+\.[a-z]{2,}",
    "an address that loads by itself": r"<(?:iframe|object|embed|audio|video|source|portal)\b",
    "a web font": r"@font-face|fonts\.",
    "text taken as HTML": r"\|\s*safe\b|\{%\s*autoescape\s+off|\bmark_safe\b",
    "a form that puts its fields into the address": r"<form\b(?![^>]*\bmethod\s*=\s*[\"']?post)[^>]*>",
}
IN_STYLES = ["an absolute address", "a web font", "SVG or MathML"]
TRANSLATED = r"\{%\s*blocktrans(?:late)?\b[\s\S]*?\{%\s*endblocktrans(?:late)?\s*%\}"
NOT_TEXT = re.compile(
    rf"{TRANSLATED}|\{{#.*?#\}}|\{{%\s*comment[\s\S]*?endcomment\s*%\}}|\{{%[\s\S]*?%\}}|\{{\{{[\s\S]*?\}}\}}|<!--[\s\S]*?-->",
)
ATTRIBUTES_READ_ALOUD = re.compile(r"\b(?:title|alt|placeholder|aria-label|aria-description)\s*=\s*\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")
# Words that are the same in all three languages, or shown in their own.
EVERYWHERE = {"Busel", "Беларуская", "Русский", "English", "PDF", "CSV", "XLSX", "nbsp", "middot", "ndash"}


def test_no_template_holds_what_safest_or_our_policy_refuses() -> None:
    found = [
        f"{named(path)}: {what}: {match.group()[:60]}"
        for path in files("src/*.html")
        for what, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, path.read_text(encoding="utf-8"), flags=re.IGNORECASE)
    ]
    assert found == []


def test_no_stylesheet_reaches_out_or_brings_fonts_or_svg() -> None:
    found = [
        f"{named(path)}: {what}"
        for path in files("src/*.css")
        for what in IN_STYLES
        if re.search(FORBIDDEN[what], path.read_text(encoding="utf-8"), flags=re.IGNORECASE)
    ]
    assert found == []


def test_every_word_of_a_template_goes_through_translation() -> None:
    found = {
        named(path): words for path in files("src/*.html") if (words := untranslated(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_search_for_untranslated_words_finds_them() -> None:
    page = '<p title="Seen">Lost {{ name }} {% translate "fine" %}{% blocktranslate %}good{% endblocktranslate %}</p>'
    assert untranslated(page) == ["Lost", "Seen"]


def untranslated(template: str) -> list[str]:
    """Return the words that stand in a template's text or spoken attributes as they are."""
    text = NOT_TEXT.sub(" ", template)
    spoken = " ".join(ATTRIBUTES_READ_ALOUD.findall(text))
    visible = re.sub(r"<[^>]*>", " ", text)
    return sorted({word for word in WORD.findall(f"{visible} {spoken}") if word not in EVERYWHERE})
