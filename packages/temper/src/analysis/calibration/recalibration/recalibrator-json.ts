import { z } from 'zod';
import { FormatError } from '../../../base/index.ts';
import type { Recalibrator } from './recalibrator.ts';

const number = z.number();
const fraction = number.min(0).max(1);
const fitted = {
  version: z.literal(1),
  numClasses: z.int().positive(),
  fittedOn: z.int().positive(),
};

const ascending = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value > values[i - 1]!);
const rising = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value >= values[i - 1]!);

const curve = z
  .strictObject({
    from: z.array(fraction).min(1).refine(ascending, 'expected ascending numbers'),
    to: z.array(fraction).min(1).refine(rising, 'expected numbers that never fall'),
  })
  .refine(({ from, to }) => from.length === to.length, 'expected as many numbers in from as in to');

const bins = z
  .strictObject({
    edges: z.array(fraction).refine(ascending, 'expected ascending numbers'),
    to: z.array(fraction).min(1),
  })
  .refine(({ edges, to }) => to.length === edges.length + 1, 'expected one edge fewer than bins');

const beta = z.strictObject({ a: number.min(0), b: number.min(0), c: number });

const schema = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('temperature'),
    ...fitted,
    temperature: number.positive(),
  }),
  z.strictObject({
    method: z.literal('vector'),
    ...fitted,
    scales: z.array(number),
    biases: z.array(number),
  }),
  z.strictObject({
    method: z.literal('matrix'),
    ...fitted,
    weights: z.array(z.array(number)),
    biases: z.array(number),
  }),
  z.strictObject({ method: z.literal('isotonic'), ...fitted, curves: z.array(curve) }),
  z.strictObject({ method: z.literal('histogram'), ...fitted, bins: z.array(bins) }),
  z.strictObject({ method: z.literal('beta'), ...fitted, curves: z.array(beta) }),
]);

/** Everything in a recalibrator that has one element per class, by name. */
function perClass(recalibrator: Recalibrator): [string, readonly unknown[]][] {
  switch (recalibrator.method) {
    case 'temperature':
      return [];
    case 'vector':
      return [
        ['scales', recalibrator.scales],
        ['biases', recalibrator.biases],
      ];
    case 'matrix':
      return [
        ['weights', recalibrator.weights],
        ...recalibrator.weights.map((row, k): [string, readonly unknown[]] => [
          `weights[${k}]`,
          row,
        ]),
        ['biases', recalibrator.biases],
      ];
    case 'histogram':
      return [['bins', recalibrator.bins]];
    case 'isotonic':
    case 'beta':
      return [['curves', recalibrator.curves]];
  }
}

function faultOf(problem: z.core.$ZodIssue): string {
  return `${problem.path.length === 0 ? 'the document' : problem.path.join('.')}: ${problem.message}`;
}

/**
 * A recalibrator as the text of a JSON document. Numbers keep all their digits: 1,000 classes make
 * some 40 KB with scales and biases, 100 classes some 200 KB with a matrix.
 */
export function encodeRecalibrator(recalibrator: Recalibrator): string {
  return JSON.stringify(recalibrator);
}

/**
 * Reads what `encodeRecalibrator` wrote, and checks all of it.
 * @throws FormatError naming the first field that is not as it should be.
 */
export function parseRecalibrator(text: string): Recalibrator {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(
      'parseRecalibrator: expected the JSON of a recalibrator, got text that is not JSON; give the file that was saved when fitting',
      { cause },
    );
  }
  const parsed = schema.safeParse(document);
  if (!parsed.success) {
    throw new FormatError(
      `parseRecalibrator: expected a recalibrator, version 1; ${faultOf(parsed.error.issues[0]!)}; fit it again or mend the field`,
    );
  }
  const { data } = parsed;
  for (const [name, elements] of perClass(data)) {
    if (elements.length !== data.numClasses) {
      throw new FormatError(
        `parseRecalibrator: expected ${name} to have one element for each of ${data.numClasses} classes (numClasses), got ${elements.length}; fit it again or mend the field`,
      );
    }
  }
  return data;
}
