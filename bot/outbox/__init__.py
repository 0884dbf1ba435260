"""What was queued goes out: order, rates, retries, the month's quota; the one place that
decides.
"""
