"""The only model of Windows in the lab: a folder per host, its files as a person would find and change them."""
