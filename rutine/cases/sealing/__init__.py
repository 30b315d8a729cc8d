"""The key ring, and every place in the store that it has encrypted or fingerprinted."""
