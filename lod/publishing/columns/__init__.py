"""Columns of numbers and tables of texts that lie beside the memory: what there is of each of a million things."""
