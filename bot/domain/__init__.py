"""The rules of incident command: values and pure functions that never ask the time."""
