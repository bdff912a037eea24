"""Values as sentences state them: dates, amounts, names, outcomes."""
