"""The commands of the program `mumian`, one file each; `table` lists them."""
