"""The pane that shows one record."""
