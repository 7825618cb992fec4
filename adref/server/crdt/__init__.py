"""The only importer of the CRDT library."""
