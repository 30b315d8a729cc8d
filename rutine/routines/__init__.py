"""Routine files: what process consultants model a routine with, read into typed models."""
