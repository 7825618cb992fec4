"""Word files in: judged as a container, prepared by ourselves, read by pandoc, within limits."""
