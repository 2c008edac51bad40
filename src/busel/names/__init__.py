"""Spelling in Belarusian, Russian and Latin: search keys, distances, given names, phones and places. Pure."""
