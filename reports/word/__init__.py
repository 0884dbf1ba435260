"""The report as .docx in the legal form (Nghị định 30/2020/NĐ-CP). `docx` is the way in."""
