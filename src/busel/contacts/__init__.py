"""What a contact is: typed records, the data standard, and values that clean themselves."""
