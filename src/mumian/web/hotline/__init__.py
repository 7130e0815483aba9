"""The desk of a hotline agent. Leaves the telephone dialogue to `gateways.telephony`."""
