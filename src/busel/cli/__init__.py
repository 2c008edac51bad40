"""`busel …`: for operators, and for members who prefer a terminal. It runs the same actions as the pages."""
