"""leaddesk: look up, read and export leads of several lead systems from one desktop window."""

__version__ = "0.1.0"
