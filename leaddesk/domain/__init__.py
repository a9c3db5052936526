"""The words of the business: records, queries, pages, accounts, errors. No input or output, no Qt."""
