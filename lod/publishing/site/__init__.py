"""What is published: the data, its words, where each thing has its page, and what of it a page has read."""
