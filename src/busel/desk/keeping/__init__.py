"""What the organisation keeps about people, why and for how long; and how a person is erased."""
