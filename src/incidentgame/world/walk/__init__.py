"""A request traced hop by hop through the world."""
