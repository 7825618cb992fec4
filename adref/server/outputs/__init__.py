"""Making files beside the negotiation: an order, the process that fills it, and their queue."""
