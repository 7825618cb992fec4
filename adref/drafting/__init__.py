"""The negotiation itself. Pure: no input or output, no clock, no randomness, no await."""
