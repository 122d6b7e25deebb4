"""How scripts and content reach a host, and how results come back."""
