import { describe, expect, test } from 'vitest';
import { readGolden } from '../../../test/support/analysis.ts';
import { fromBase64 } from '../../../test/support/tensors.ts';
import { FormatError } from '../../base/index.ts';
import { bytesSource } from '../byte-source.ts';
import { openParquet, parquetBlocks } from './index.ts';

const golden = readGolden('parquet') as {
  readonly logits: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly files: Readonly<Record<string, string>>;
  readonly half: string;
  readonly names: string;
  readonly brotli: string;
  readonly ragged: string;
  readonly empty: string;
};
const files = Object.entries(golden.files);

/** Every column's values, by name. */
async function read(base64: string | Uint8Array): Promise<Record<string, unknown[]>> {
  const bytes = typeof base64 === 'string' ? fromBase64(base64) : base64;
  const file = await openParquet(bytesSource(bytes), 'p.parquet');
  const values: Record<string, unknown[]> = Object.fromEntries(
    file.columns.map(({ name }) => [name, []]),
  );
  let rows = 0;
  for await (const block of parquetBlocks(file, file.columns, 'p.parquet')) {
    expect(block.firstRow).toBe(rows);
    rows += block.rows;
    file.columns.forEach(({ name }, i) => values[name]!.push(...block.values[i]!));
  }
  expect(rows).toBe(file.rows);
  return values;
}

describe('parquetBlocks', () => {
  test.each(files)('reads what others wrote: %s', async (name, base64) => {
    const values = await read(base64);
    if (name.includes('lists')) {
      expect(values).toEqual({ labels: golden.labels, logits: golden.logits.flat() });
    } else {
      expect(values).toEqual({
        label: golden.labels,
        ...Object.fromEntries(
          [0, 1, 2].map((k) => [`logit_${k}`, golden.logits.map((row) => row[k])]),
        ),
      });
    }
  });

  test('reads half precision within its rounding, as single precision', async () => {
    const { logit_1: column } = await read(golden.half);
    golden.logits.forEach((row, i) => {
      expect(Math.abs((column![i] as number) - row[1]!)).toBeLessThan(2 ** -11 * Math.abs(row[1]!));
    });
    const { columns } = await openParquet(bytesSource(fromBase64(golden.half)));
    expect(columns[1]).toMatchObject({ kind: 'number', isSingle: true });
  });

  test('reads text', async () => {
    expect((await read(golden.names))['label']).toEqual(
      golden.labels.map((label) => `class ${label}`),
    );
  });

  test.each([
    [
      'a compression that is not read',
      golden.brotli,
      "column 'label': expected compression UNCOMPRESSED, SNAPPY, GZIP, ZSTD, got BROTLI; write it with compression='zstd'",
    ],
    ['lists of different lengths', golden.ragged, "column 'logits'"],
    [
      'empty values',
      golden.empty,
      "column 'logit_0': expected a value in every row, got empty ones; leave these rows out",
    ],
  ])('refuses %s', async (_, base64, message) => {
    await expect(read(base64)).rejects.toThrow(FormatError);
    await expect(read(base64)).rejects.toThrow(message);
  });

  test('refuses every file that is cut short', async () => {
    const bytes = fromBase64(files[0]![1]);
    for (let length = 0; length < bytes.length; length += 7) {
      await expect(read(bytes.subarray(0, length))).rejects.toThrow(
        'p.parquet: expected an intact Parquet file',
      );
    }
  });

  test('refuses a page that claims more than its bytes can hold', async () => {
    const bytes = fromBase64(golden.files['lists, uncompressed']!);
    // The page header behind the magic word: field 1 (type), then field 2, the unpacked size.
    expect([...bytes.subarray(4, 7)]).toEqual([0x15, 0x04, 0x15]);
    const claim = Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x0f);
    const file = Uint8Array.from([...bytes.subarray(0, 7), ...claim, ...bytes.subarray(12)]);
    await expect(read(file)).rejects.toThrow('expected intact pages, got');
  });
});
