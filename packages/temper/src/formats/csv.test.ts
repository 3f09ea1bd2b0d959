import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../base/index.ts';
import { openCsv } from './csv.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size)
    yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** A file's fields as text, header first, and the line each record begins on. */
async function read(
  text: string | Uint8Array,
  size = 1 << 16,
): Promise<{ records: string[][]; lines: number[] }> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const { names, blocks } = await openCsv(pieces(bytes, size), 't.csv');
  const records = [[...names]];
  const lines: number[] = [];
  for await (const block of blocks) {
    for (let row = 0; row < block.rows; row++) {
      expect(block.firstRow + row).toBe(records.length - 1);
      records.push(names.map((_, column) => block.text(row, column)));
      lines.push(block.line(row));
    }
  }
  return { records, lines };
}

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;

describe('openCsv', () => {
  test('reads quotes, doubled quotes, line breaks in them, CRLF, a byte order mark and blank lines', async () => {
    const text = '\uFEFFa,"b ""x"""\r\n\r\n1,"two\nlines, here"\r\n, 3 \r\n\n';
    expect(await read(text)).toEqual({
      records: [
        ['a', 'b "x"'],
        ['1', 'two\nlines, here'],
        ['', '3'],
      ],
      lines: [3, 5],
    });
  });

  test('gives the same records wherever the file is cut', async () => {
    const text = '\uFEFFa,b\r\n1,"x, ""y"""\r\n"2\r\n",é\r\n,\r\n3,"z"';
    const whole = await read(text);
    for (let size = 1; size < 20; size++) expect(await read(text, size)).toEqual(whole);
  });

  test('reads back any fields, quoted or where they may be plain', async () => {
    const field = fc.string({ unit: 'binary-ascii', maxLength: 5 }).map((text) => text.trim());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        async (rows, lineEnd, size) => {
          const all = [['a', 'b'], ...rows];
          const text = all
            .map((row) => row.map((x) => (/^[^",\r\n]+$/.test(x) ? x : quoted(x))).join(','))
            .join(lineEnd);
          expect((await read(text, size)).records).toEqual(all);
        },
      ),
      { seed: 1 },
    );
  });

  test.each([
    ['', 't.csv: expected a line of column names, got an empty file'],
    ['\n\n', 'got an empty file'],
    ['a,b\n1,2\n3\n', 't.csv, line 3: expected 2 fields as in the header, got 1'],
    ['a,b\n1,2,3\n', 't.csv, line 2: expected 2 fields as in the header, got 3'],
    ['a,b\n"1,2\n3,4\n', 't.csv, line 2: expected a closing quote, got the end of the file'],
    [
      'a,b\n1,"2"x\n',
      "t.csv, line 2, column 2: expected a comma or the line's end after a closing quote, got 'x'",
    ],
  ])('refuses %j', async (text, message) => {
    for (const size of [1, 1000]) {
      await expect(read(text, size)).rejects.toThrow(FormatError);
      await expect(read(text, size)).rejects.toThrow(message);
    }
  });

  test('refuses UTF-16', async () => {
    await expect(read(Uint8Array.of(0xff, 0xfe, 0x61, 0))).rejects.toThrow(
      'got UTF-16; save it as UTF-8',
    );
  });

  test('refuses a record without an end before it fills the memory', async () => {
    const text = new TextEncoder().encode(`a\n"${'x'.repeat((1 << 24) + 10)}`);
    await expect(read(text, 1 << 24)).rejects.toThrow('is a quote left open?');
  });
});
