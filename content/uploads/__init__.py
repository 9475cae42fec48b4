"""Bytes on their way in: resumable uploads (tus 1.0), their quotas, and what becomes of them."""
