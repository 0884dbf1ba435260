"""Which unit or which person is meant by what was typed."""
