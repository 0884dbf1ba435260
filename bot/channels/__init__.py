"""The networks. `port` is the contract, `registry` the list of them; a channel only classifies
errors.
"""
