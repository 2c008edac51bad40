"""The builder of searches: a tree of conditions as rows of a form, without scripts."""
