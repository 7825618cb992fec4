"""What lies on the disk: the log of each compartment, and the directory."""
