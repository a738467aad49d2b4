"""Tests of the project itself: how its parts may depend on each other, what it ships, what it says of itself."""
