"""What a support model may say, what it is told when it is wrong, and what six organisations say."""
