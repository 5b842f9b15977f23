"""Files as they arrive: in memory, and never more than the product takes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from careleavers.rules.uploads import MOST_BYTES_TOGETHER


class BoundedUploadHandler(FileUploadHandler):
    """Keeps the files of one form while they are together no larger than the product takes.

    What is beyond is read, counted and thrown away, so that the page can say in words that it is too large: whoever
    sends a file of any size fills neither the memory nor a disk. Nothing that was sent is written to a disk at all.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.together = 0
        self.parts: list[bytes] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.parts = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.together += len(raw_data)
        if self.together <= MOST_BYTES_TOGETHER:
            self.parts.append(raw_data)
        else:
            self.parts.clear()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        content = b"".join(self.parts)
        self.parts = []  # not kept twice while the form is looked at
        return InMemoryUploadedFile(
            BytesIO(content),
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
