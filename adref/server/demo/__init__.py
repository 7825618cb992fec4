"""The demonstration: a negotiation in the middle of its second reading."""
