"""The bulk file as an index on this computer: paper → its line, title → papers.

`building.build` makes the index of a file, `reading.open_index` opens it, and
`source.IndexSource` answers from it as `SnapshotSource` does from the file
itself, without reading all of it. The index says where in the file each record
starts; the records stay in the file. Nothing is imported here: most runs need
none of it.
"""
