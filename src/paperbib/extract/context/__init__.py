"""What a note says of an identifier: items, titles, labels, pasted references."""
