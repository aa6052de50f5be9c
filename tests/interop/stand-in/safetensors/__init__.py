"""A stand-in for safetensors where that cannot be had: the container by its README, float32 alone."""

import json
import struct

import numpy as np
from torch import from_numpy


class safe_open:
    def __init__(self, path, framework):
        with open(path, "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            self.header, self.bytes = json.loads(file.read(length)), file.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def metadata(self):
        return self.header["__metadata__"]

    def get_tensor(self, name):
        entry = self.header[name]
        begin, end = entry["data_offsets"]
        values = np.frombuffer(self.bytes[begin:end], "<f4").reshape(entry["shape"])
        return from_numpy(values.copy())
