"""The rules of delivery: who may collect, and how old an uncollected document is."""
