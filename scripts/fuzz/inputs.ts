import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  encodeIdx,
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  type HostTensor,
  hostTensor,
  Rng,
} from 'temper';

/** What an input is read as. */
export type InputKind =
  'npz' | 'safetensors' | 'csv' | 'parquet' | 'onnx' | 'npy' | 'idx' | 'gzip' | 'tar';

/** A file that is read without complaint, before it is damaged. */
export interface Input {
  readonly name: string;
  readonly kind: InputKind;
  readonly bytes: Uint8Array;
}

const GOLDEN = new URL('../../packages/temper/test/golden/', import.meta.url);

function golden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, GOLDEN), 'utf8'));
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** Small predictions with everything a file may hold. */
function arrays(): Map<string, HostTensor> {
  const rng = Rng.fromSeed(7);
  const normal = (shape: readonly [number, number]): HostTensor =>
    hostTensor(
      'float32',
      shape,
      Float32Array.from({ length: shape[0] * shape[1] }, () => rng.normal()),
    );
  return new Map<string, HostTensor>([
    ['logits', normal([12, 3])],
    [
      'labels',
      hostTensor(
        'int64',
        [12],
        BigInt64Array.from({ length: 12 }, () => BigInt(rng.integer(3))),
      ),
    ],
    ['penultimate', normal([12, 4])],
    ['templates', normal([3, 4])],
    ['bias', hostTensor('float64', [3], Float64Array.of(0.5, -1, 2))],
  ]);
}

function texts(): Readonly<Record<string, string>> {
  const rng = Rng.fromSeed(8);
  const rows = Array.from({ length: 12 }, () => [rng.normal(), rng.normal(), rng.normal()]);
  return {
    logits: [
      'label,logit_2,logit_0,logit_1',
      ...rows.map((row, i) => [i % 3, ...row].join(',')),
    ].join('\n'),
    names: ['"p_a ""b""",p_cat,true_label', '0.25,0.75,cat', '"1e0",0,"a ""b"""', ''].join('\r\n'),
    confidences: [
      'true_label,pred_label,confidence',
      ...rows.map((_, i) => `${i % 3},${i % 2},0.${i}`),
    ].join('\n'),
  };
}

/** The valid files that inputs are made of. */
export function validInputs(): Input[] {
  const onnx = new URL('onnx/', GOLDEN);
  const models = existsSync(onnx)
    ? readdirSync(onnx).filter((name) => name.endsWith('.onnx') && !name.startsWith('transformer'))
    : [];
  const { files } = golden('parquet') as { files: Readonly<Record<string, string>> };
  const { archives } = golden('tar') as {
    archives: Readonly<Record<string, { readonly tarGz: string }>>;
  };
  const image = hostTensor('uint8', [2, 3, 4], new Uint8Array(24).fill(7));
  const input = (name: string, kind: InputKind, bytes: Uint8Array): Input => ({
    name,
    kind,
    bytes,
  });
  return [
    input('stored.npz', 'npz', encodeNpz(arrays())),
    input('deflated.npz', 'npz', encodeNpz(arrays(), { compress: true })),
    input(
      'file.safetensors',
      'safetensors',
      encodeSafetensors({ tensors: arrays(), metadata: new Map([['by', 'fuzz']]) }),
    ),
    ...Object.entries(texts()).map(([name, text]) =>
      input(`${name}.csv`, 'csv', new TextEncoder().encode(text)),
    ),
    ...Object.entries(files).map(([name, text]) =>
      input(`${name}.parquet`, 'parquet', fromBase64(text)),
    ),
    ...models.map((name) => input(name, 'onnx', new Uint8Array(readFileSync(new URL(name, onnx))))),
    input('logits.npy', 'npy', encodeNpy(arrays().get('logits')!)),
    input('images.idx', 'idx', encodeIdx(image)),
    input('file.gz', 'gzip', new Uint8Array(gzipSync('a file, a file, a file'.repeat(9)))),
    ...Object.entries(archives).map(([name, { tarGz }]) =>
      input(`${name}.tar`, 'tar', new Uint8Array(gunzipSync(fromBase64(tarGz)))),
    ),
  ];
}
