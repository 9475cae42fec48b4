"""Search: reads content only through the ports of `content.core`; content never imports it."""
