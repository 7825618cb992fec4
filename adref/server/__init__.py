"""The shell around the negotiation: storage, synchronisation, HTTP and the command line."""
