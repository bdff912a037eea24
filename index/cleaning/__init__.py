"""What is no text of the documents' own, or stands in them twice."""
