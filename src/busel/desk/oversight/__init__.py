"""Who opened whom: the access log, written before a page is shown, read by auditors; and the brakes."""
