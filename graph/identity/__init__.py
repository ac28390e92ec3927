"""Identity: which names, across articles, mean one person, organisation or happening."""
