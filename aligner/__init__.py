"""Where documents meet: coding, alignment, coverage, gaps and the whole comparison."""
