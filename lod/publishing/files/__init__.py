"""What stands beside the pages, for machines: data, its description, feeds, calendars, sitemap, rules for hosts."""
