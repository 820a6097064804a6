-- The file says whose it is ("Kepl"): Kepline takes no database of another program for its own.
pragma application_id = 1264939116;
