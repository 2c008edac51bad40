"""Forms of the keyed pages: what a person types becomes clean values, or a sentence beside the field."""
