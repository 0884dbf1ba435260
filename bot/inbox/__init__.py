"""What comes in becomes one committed turn, once, whatever the network repeats."""
