"""The search form."""
