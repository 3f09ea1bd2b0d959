import { encodeNpz, hostTensor, type HostTensor } from 'temper';
import { describe, expect, test } from 'vitest';
import { expectAllClose } from '../../../../packages/temper/test/support/matchers.ts';
import { makeAuditSession } from './audit-session.ts';

function fileOf(arrays: Record<string, HostTensor>, name = 'p.npz'): File {
  return new File([encodeNpz(new Map(Object.entries(arrays))) as Uint8Array<ArrayBuffer>], name);
}

const identity = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
/** Three examples that lie on their templates, and are right with odds of 3 to 1 to 1 but for the last. */
const arrays = {
  logits: hostTensor(
    'float32',
    [4, 3],
    Float32Array.of(...[...identity, 0, 0, 1].map((z) => z * Math.log(3))),
  ),
  labels: hostTensor('int32', [4], Int32Array.of(0, 1, 2, 0)),
  penultimate: hostTensor('float32', [3, 3], identity),
  templates: hostTensor('float32', [3, 3], identity),
};

describe('makeAuditSession', () => {
  test('opens a file and finds the temperature that fits it', async () => {
    const opened = await makeAuditSession().open(fileOf(arrays));
    expect(opened).toMatchObject({ name: 'p.npz', count: 4, numClasses: 3, numActivations: 3 });
    // Best odds are those of the frequencies: right 3 times of 4, two other classes, so 6 to 1 to 1.
    expectAllClose([opened.fit.temperature], [Math.log(3) / Math.log(6)], { rtol: 1e-6 });
  });

  test('counts no activations in a file without templates', async () => {
    const { logits, labels, penultimate } = arrays;
    const opened = await makeAuditSession().open(fileOf({ logits, labels, penultimate }));
    expect(opened.numActivations).toBe(0);
  });

  test('names the file it cannot read', async () => {
    const folder = {
      name: 'runs',
      arrayBuffer: () => Promise.reject(new Error('a directory')),
    };
    await expect(makeAuditSession().open(folder)).rejects.toThrow(
      'runs: expected a file the browser can read, got a directory; choose a predictions-*.npz file',
    );
  });

  test('scores at a temperature and draws the interval of the error', async () => {
    const session = makeAuditSession();
    await session.open(fileOf(arrays));
    // At T = log 3/log 4 the odds are 4 to 1 to 1: confident by 2/3, right by 3/4.
    const { ece, confidences } = session.score(Math.log(3) / Math.log(4));
    expectAllClose([ece], [3 / 4 - 2 / 3], { rtol: 1e-6 });
    const { lower, upper } = session.interval(confidences);
    // One bin: resamples are right k/4 of the time, so the gap is one of |k/4 − 2/3|.
    expectAllClose([lower, upper], [3 / 4 - 2 / 3, 2 / 3 - 1 / 4], { rtol: 1e-6 });
  });

  test('projects classes on the plane of their templates', async () => {
    const session = makeAuditSession();
    await session.open(fileOf(arrays));
    const { templates, points, triangle } = session.project([2, 0, 1]);
    // Unit vectors are √2 apart: an equilateral triangle around its centre.
    const [x, y] = [Math.SQRT1_2, Math.sqrt(1 / 6)];
    const corners = [-x, -y, x, -y, 0, 2 * y];
    expectAllClose(
      templates.flatMap((point) => [point.x, point.y]),
      corners,
    );
    const placed = [2, 0, 1].map((label) => points.find((point) => point.label === label)!);
    expectAllClose(
      placed.flatMap((point) => [point.x, point.y]),
      corners,
    );
    expectAllClose([...triangle!.edges, triangle!.edgeRatio!], [2 * x, 2 * x, 2 * x, 1]);
  });

  test('has no triangle where a class has no activations', async () => {
    const session = makeAuditSession();
    const labels = hostTensor('int32', [4], Int32Array.of(0, 1, 1, 2));
    await session.open(fileOf({ ...arrays, labels }));
    const { points, triangle } = session.project([0, 1, 2]);
    expect(points.map(({ label }) => label)).toEqual([0, 1, 1]);
    expect(triangle).toBeNull();
  });
});
