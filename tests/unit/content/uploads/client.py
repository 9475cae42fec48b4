"""A tus client of few words, on Django's test client."""

import base64
from typing import Any

from django.test import Client

BODY_TYPE = "application/offset+octet-stream"
VERSION = {"Tus-Resumable": "1.0.0"}


def encoded(**values: str) -> str:
    pairs = ((name, base64.b64encode(text.encode()).decode()) for name, text in values.items())
    return ",".join(f"{name} {text}" for name, text in pairs)


class Tus:
    """Keeps no state: every test says what it sends."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def create(self, size: int | str, **metadata: str) -> Any:
        headers = {**VERSION, "Upload-Length": str(size)}
        if metadata:
            headers["Upload-Metadata"] = encoded(**metadata)
        return self.client.post("/api/uploads/", headers=headers)

    def new(self, size: int, **metadata: str) -> str:
        """The address of a new upload."""
        answer = self.create(size, **metadata)
        assert answer.status_code == 201, answer.content
        return str(answer["Location"])

    def patch(self, url: str, offset: int | str, body: bytes, **headers: str) -> Any:
        return self.client.patch(
            url,
            body,
            content_type=BODY_TYPE,
            headers={
                **VERSION,
                "Upload-Offset": str(offset),
                # Django's client says neither for an empty body, as browsers do.
                "Content-Type": BODY_TYPE,
                "Content-Length": str(len(body)),
                **headers,
            },
        )

    def head(self, url: str) -> Any:
        return self.client.head(url, headers=VERSION)

    def offset(self, url: str) -> int:
        answer = self.head(url)
        assert answer.status_code == 200
        return int(answer["Upload-Offset"])

    def delete(self, url: str) -> Any:
        return self.client.delete(url, headers=VERSION)
