"""Files and pictures of a report: .docx, .xlsx, charts with their text."""
