"""Reads TensorBoard event files with nothing but Python's own library: written from the formats' descriptions, not from the writer.

Prints one JSON object a file: its events, and whether it ends in a record that was cut short.
TFRecord: https://www.tensorflow.org/tutorials/load_data/tfrecord; protobuf: https://protobuf.dev/programming-guides/encoding/.
"""
import json
import struct
import sys


def crc_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ 0x82F63B78 if value & 1 else value >> 1
        table.append(value)
    return table


TABLE = crc_table()


def masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    position = 0
    while position < len(data):
        if len(data) - position < 12:
            return
        length, length_crc = struct.unpack_from('<QI', data, position)
        if masked_crc(data[position:position + 8]) != length_crc:
            raise ValueError(f'the length at {position} fails its check')
        if len(data) - position < 16 + length:
            return
        content = data[position + 12:position + 12 + length]
        if masked_crc(content) != struct.unpack_from('<I', data, position + 12 + length)[0]:
            raise ValueError(f'the record at {position} fails its check')
        yield content
        position += 16 + length


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position


def fields(data):
    """Field number -> list of raw values."""
    found, position = {}, 0
    while position < len(data):
        tag, position = varint(data, position)
        kind = tag & 7
        if kind == 0:
            value, position = varint(data, position)
        elif kind == 1:
            value, position = struct.unpack_from('<d', data, position)[0], position + 8
        elif kind == 5:
            value, position = struct.unpack_from('<f', data, position)[0], position + 4
        elif kind == 2:
            length, position = varint(data, position)
            value, position = bytes(data[position:position + length]), position + length
            if len(value) != length:
                raise ValueError('a field is longer than its message')
        else:
            raise ValueError(f'wire type {kind}')
        found.setdefault(tag >> 3, []).append(value)
    return found


def event(content):
    message = fields(content)
    result = {'time': message[1][0], 'step': message.get(2, [0])[0]}
    if 3 in message:
        result['version'] = message[3][0].decode()
    if 7 in message:
        result['session'] = fields(message[7][0])[1][0]
    for summary in message.get(5, []):
        for value in map(fields, fields(summary).get(1, [])):
            tag = value[1][0].decode()
            if 2 in value:
                result.setdefault('scalars', {})[tag] = value[2][0]
            else:
                tensor = fields(value[8][0])
                plugin = fields(fields(value[9][0])[1][0])[1][0].decode()
                result.setdefault('texts', {})[tag] = {'plugin': plugin, 'type': tensor[1][0], 'text': tensor[8][0].decode()}
    return result


output = []
for path in sys.argv[1:]:
    with open(path, 'rb') as file:
        data = file.read()
    contents = list(records(data))
    output.append({'events': [event(content) for content in contents], 'torn': sum(16 + len(content) for content in contents) != len(data)})
print(json.dumps(output))
