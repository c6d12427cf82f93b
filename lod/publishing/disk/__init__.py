"""Files on the disk: put in place whole, known by a manifest, found and removed; nothing here knows what they say."""
