"""LeadExec (ClickPoint Software)."""
