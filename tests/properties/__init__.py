"""What must hold whatever people do, in whatever order, while whatever breaks."""
