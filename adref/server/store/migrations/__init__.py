"""How the tables of an older installation become those of this one; run by ``store.migrating``."""
