"""A deck shown beside a recording: page pictures, their text, and the second each page comes up."""
