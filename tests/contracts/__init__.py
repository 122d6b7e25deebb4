"""What holds between the parts: a plan and its deploy, two readers of one file, two engines, secrets everywhere."""
