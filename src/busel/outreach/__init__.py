"""Letters to people: templates, greetings, addresses, and who is left out."""
