"""Reading journals, believing them, writing and folding them: the way between the shelf and the workspace."""
