"""Validation where the data are: the shapes compiled to SPARQL, for a store that is not loaded."""
