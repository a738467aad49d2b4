"""Tables of cases for the rules."""
