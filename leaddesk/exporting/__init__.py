"""Records into files: `.xlsx`, `.csv`, `.jsonl`."""
