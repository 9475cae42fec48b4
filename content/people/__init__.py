"""People: the user, units as a tree, roles, sign-in, and who belongs to which audience."""
