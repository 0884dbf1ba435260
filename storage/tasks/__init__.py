"""Tasks with every deed, their files, and the numbers by which lists name them."""
