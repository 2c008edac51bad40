"""Letters on a desk: to whom, which text, what comes of it, the print run, and what is noted afterwards."""
