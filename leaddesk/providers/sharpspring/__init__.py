"""SharpSpring, now Lead Gen & CRM."""
