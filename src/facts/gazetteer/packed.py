"""The form of gazetteer.bin, which table.rs reads: tables of bytes that are searched where they stand.

A table holds entries of a key and a value, sorted by the bytes of the key, in blocks of BLOCK. A key is written as the
number of bytes that it shares with the key before it in its block, the number of the others, and these; a value as
its length and its bytes. Before the blocks stand the number of entries and where each block begins.
"""

BLOCK = 16


def number(n):
    """A whole number, seven bits a byte, the lowest first; the high bit says that more follow."""
    assert n >= 0
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def shared(one, other):
    """How many bytes two keys begin with alike."""
    for at, (a, b) in enumerate(zip(one, other)):
        if a != b:
            return at
    return min(len(one), len(other))


def table(entries):
    """A table of keys (bytes) and values (bytes)."""
    keys = sorted(entries)
    starts, data, before = [], bytearray(), b""
    for at, key in enumerate(keys):
        if at % BLOCK == 0:
            starts.append(len(data))
            before = b""
        alike = shared(before, key)
        assert len(key) < 256, key
        data += bytes([alike, len(key) - alike]) + key[alike:] + number(len(entries[key])) + entries[key]
        before = key
    head = len(keys).to_bytes(4, "little") + b"".join(start.to_bytes(4, "little") for start in starts)
    return head + bytes(data)


def file(tables):
    """Tables one after the other, after a line that says the name and the length of each."""
    line = "\t".join(f"{name} {len(content)}" for name, content in tables.items())
    return f"{line}\n".encode() + b"".join(tables.values())
