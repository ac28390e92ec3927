"""The graph in the formats of other programs: one small module a format, each with a `write`."""
