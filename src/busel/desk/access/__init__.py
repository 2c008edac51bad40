"""Who holds what, who asks to be let in, and the work that gives or takes access away."""
