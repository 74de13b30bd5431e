"""What people read about a class: the grade table. It reads the gradebook and may not change anything."""
