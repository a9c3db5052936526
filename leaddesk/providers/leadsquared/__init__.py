"""LeadSquared: leads not contacted, leads by id, quick search, and the history of a lead."""
