"""What people agree about duty while a model is in force: overrides, swaps, sign-offs, shifts handed over."""
