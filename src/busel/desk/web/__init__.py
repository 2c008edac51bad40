"""The pages: what a signed-in person sees (keyed) and what stands before the door (porch)."""
