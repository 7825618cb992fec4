"""Sessions, rooms and the hub: what happens to an update between two sockets."""
