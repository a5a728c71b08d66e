"""What every room's ``api.py`` stands on: problem documents, strict bodies, answers given once, pages by cursor."""
