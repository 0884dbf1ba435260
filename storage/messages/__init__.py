"""What came in, what goes out and with what fate, what is awaited from an address, files,
silence.
"""
