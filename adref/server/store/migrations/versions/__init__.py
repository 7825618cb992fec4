"""One file for each change, ``NNNN_name.py``; a released one is never edited."""
