"""What was queued goes out: order, rates, retries, the month's quota; the one place that
decides. What is queued as data is drawn here, in a process of its own.
"""
