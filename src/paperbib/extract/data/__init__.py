"""Notes that are data: tables, records and notebooks, and the values they share."""
