"""Ratios against bare libraries: both sides in one run, one after the other, medians."""
