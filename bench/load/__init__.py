"""The load generator: one process, one epoll, standard library only, no CRDT in the clients."""
