"""What the matching family is made of: made-up rows, files, the floor, the peers, the truth."""
