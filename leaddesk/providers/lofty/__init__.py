"""Lofty (formerly Chime): its leads, read only."""
