"""Units with their tree and successors, officials with posts and leave, and who may do what."""
