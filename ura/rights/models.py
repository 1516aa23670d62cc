"""What the law on personal data asks of an office: requests of the persons, retention, the record, breaches."""
