"""The register an office kept in a spreadsheet, brought into the book: matched, checked, then all or nothing."""
