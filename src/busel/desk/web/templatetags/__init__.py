"""Template tags: `{% load busel %}`."""
