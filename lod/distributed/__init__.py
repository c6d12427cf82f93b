"""Work that is shared by other machines: the crew of a Dask cluster (`cluster`), and what its workers do.

Nothing is imported here: the scheduler, which only hands on, meets `order` and nothing else of lod.
"""
