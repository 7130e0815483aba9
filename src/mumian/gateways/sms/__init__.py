"""Short messages to mobile telephones, and a file that stands for the operator."""
