"""What is done with one person's record, and with what several people share."""
