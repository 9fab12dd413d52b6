"""The registries: knowledge files read, checked and frozen. Law: knows no document, guesses nothing."""
