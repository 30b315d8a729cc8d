"""Drawings of a procedure: one layout, written as BPMN 2.0 and as SVG."""
