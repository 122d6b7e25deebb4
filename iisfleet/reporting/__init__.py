"""What a person and a machine see of a run: each a fold over its events, none known to what made them."""
