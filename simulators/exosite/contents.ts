import type { Content } from './registry.js'

/** Bytes that are no UTF-8, with NUL and CRLF among them, each different from its neighbours. */
export function firmware(length: number): Buffer {
  const bytes = Buffer.from(Array.from({ length }, (_, position) => (position * 89 + 200) % 256))
  Buffer.from([0x00, 0x0d, 0x0a, 0x00, 0xff, 0xfe, 0x80]).copy(bytes, 8)
  return bytes
}

/** Contents of every kind that the scenarios tell apart, uploaded at the given second since the epoch. */
export function sampleContents(updated: number): Content[] {
  return [
    {
      id: 'firmware.bin',
      type: 'application/octet-stream',
      meta: 'release seven',
      updated,
      body: firmware(4099),
    },
    {
      id: 'settings.json',
      type: 'application/json',
      meta: '',
      updated: updated - 61,
      body: Buffer.from('{"interval":60,"place":"hall"}\r\n'),
    },
    {
      id: 'Manual-DE.txt',
      type: 'text/plain',
      meta: 'manual, German, second edition',
      updated: updated - 86_400,
      body: Buffer.from('Gerät einschalten.\nWarten.\n'),
    },
    { id: 'placeholder', type: 'image/png', meta: 'empty', updated: updated - 7, body: Buffer.alloc(0) },
  ]
}
