"""The demo: the story in the terminal, and the page in the browser."""
