"""What readers get: texts and tables for people, and the standard formats for machines."""
