"""The doors: JSON in, JSON out. No rule of the negotiation lives here."""
