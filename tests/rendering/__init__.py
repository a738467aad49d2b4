"""What people see, checked word by word and against hostile text."""
