"""Making routines and formats: checked, tried, simulated, drawn, scored, proposed."""
