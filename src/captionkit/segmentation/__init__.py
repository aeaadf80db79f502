"""Room segmentation."""
