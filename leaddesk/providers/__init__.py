"""The vendors, one folder each; `catalog` names them all."""
