"""The hub to copy, set up here with accounts of its own and used in a real browser. `make hub-test` runs these."""
