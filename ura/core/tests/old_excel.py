"""A small Excel 97 file made by hand: no library that writes them is worth having."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_excel(rows, *, password=False):
    """The bytes of an .xls with one sheet of words and numbers."""
    stream = _workbook(rows, password)
    stream += b"\0" * (-len(stream) % SECTOR)
    stream += b"\0" * max(0, 4096 - len(stream))
    count = len(stream) // SECTOR
    # Sector 0 is the allocation table, sector 1 the directory, the stream begins at sector 2.
    chain = [FAT, END, *range(3, count + 2), END]
    fat = struct.pack("<128L", *chain, *[FREE] * (128 - len(chain)))
    directory = (
        _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(stream)) + _entry("", 0, 0, 0) * 2
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 6 + struct.pack("<9L", 0, 1, 1, 0, 4096, END, 0, END, 0)
    return header + struct.pack("<109L", 0, *[FREE] * 108) + fat + directory + stream


def _entry(name, kind, start, size, child=FREE):
    words = name.encode("utf-16-le") + b"\0\0" if name else b""
    head = words.ljust(64, b"\0") + struct.pack("<HBB3L", len(words), kind, 1, FREE, FREE, child)
    return head + b"\0" * 36 + struct.pack("<LLL", start, size, 0)


def _record(code, data):
    return struct.pack("<HH", code, len(data)) + data


def _workbook(rows, password):
    name = b"Fleta"
    top = _record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x0005, 0, 1997, 0, 6))
    if password:
        top += _record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    end = _record(0x000A, b"")
    length = 4 + 8 + len(name)
    top += _record(0x0085, struct.pack("<LHBB", len(top) + length + len(end), 0, len(name), 0) + name) + end
    sheet = _record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x0010, 0, 1997, 0, 6))
    sheet += _record(0x0200, struct.pack("<LLHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", at, column, 0)
            if isinstance(value, str):
                sheet += _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            else:
                sheet += _record(0x0203, place + struct.pack("<d", value))
    return top + sheet + end
