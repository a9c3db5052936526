"""Stand-ins for the vendors over one invented population."""
