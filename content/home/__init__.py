"""Home and section pages, and what the header and footer show."""
