"""The rooms of the site: each module answers one family of addresses."""
