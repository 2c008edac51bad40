"""The demo's synthetic people and the organisation around them: the same seed gives the same people."""

from busel.cli.people.belarus import districts_of_belarus
from busel.cli.people.organisation import demo_fields, demo_mapping, demo_saved_searches, demo_templates
from busel.cli.people.people import people
from busel.cli.people.person import District, SyntheticPerson
from busel.cli.people.twice import twice

__all__ = [
    "District",
    "SyntheticPerson",
    "demo_fields",
    "demo_mapping",
    "demo_saved_searches",
    "demo_templates",
    "districts_of_belarus",
    "people",
    "twice",
]
