"""Topics, speakers and the glossary: the words content is described with."""
