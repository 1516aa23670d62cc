"""Copies of everything that is kept, sealed under a key of their own, and the way back (docs/running.md, Backup)."""
