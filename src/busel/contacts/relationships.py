"""How two people may know each other: each kind has a word for either side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of relationship. `contact_is` and `other_is` are English words for what each is to the other."""

    key: str
    contact_is: str
    other_is: str

    @property
    def is_mutual(self) -> bool:
        """Whether both sides are the same to each other."""
        return self.contact_is == self.other_is


def _(words: str) -> str:
    """Mark words for the translators; the edge translates them."""
    return words


KINDS = (
    Kind("spouse", _("husband or wife"), _("husband or wife")),
    Kind("parent", _("father or mother"), _("son or daughter")),
    Kind("sibling", _("brother or sister"), _("brother or sister")),
    Kind("relative", _("relative"), _("relative")),
    Kind("neighbour", _("neighbour"), _("neighbour")),
    Kind("friend", _("friend"), _("friend")),
    Kind("colleague", _("colleague"), _("colleague")),
    Kind("assistant", _("assistant"), _("is assisted by this person")),
    Kind("brought_in", _("brought this person in"), _("was brought in by this person")),
)

BY_KEY = {kind.key: kind for kind in KINDS}
