"""Pages for people: what each shows, in words and links, and the templates that make HTML of it."""
