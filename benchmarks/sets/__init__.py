"""The question sets that figures are measured on."""
