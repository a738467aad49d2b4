"""The page of everything that can go wrong: what Conn does about it, and the tests that show it."""
