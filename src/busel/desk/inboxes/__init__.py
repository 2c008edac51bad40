"""What comes in from people who may not read: envelopes, and what an editor decides about them."""
