"""How fast Conn is: `python -m tests.bench` measures it against the sandbox and prints one line for each goal."""
