"""How a request travels: HTTP, repeats, pace, redaction. Knows no vendor."""
