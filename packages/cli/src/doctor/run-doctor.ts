import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { BrokenError } from '../broken-error.ts';
import type { DoctorFlags } from '../commands/run-flags.ts';
import { dataDirectory } from '../data-sets/data-directory.ts';
import { surveyDataSets } from '../data-sets/list-data-sets.ts';
import type { Io } from '../terminal/io.ts';
import { formatTable } from '../terminal/table.ts';
import type { BackendRun } from './backend-run.ts';
import { describeBackends, listBackends } from './backends.ts';
import { type DeviceProbe, probeDevice } from './probe-device.ts';

/** What was found of one part. */
interface PartCheck {
  readonly part: string;
  /** `absent`: optional, and not there. */
  readonly state: 'ok' | 'absent' | 'broken';
  readonly detail: string;
}

/** A check with what it measured, null if it failed. */
interface Examined<T> extends PartCheck {
  readonly found: T | null;
}

/** Tries a needed part: what fails is broken, and is reported instead of ending the command. */
async function examine<T>(
  part: string,
  look: () => Promise<T>,
  describe: (found: T) => string,
): Promise<Examined<T>> {
  try {
    const found = await look();
    return { part, state: 'ok', detail: describe(found), found };
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
    return { part, state: 'broken', detail, found: null };
  }
}

/** Requires that a folder can be written, or made where it would be. */
async function assertWritable(folder: string): Promise<void> {
  for (let nearest = path.resolve(folder); ; nearest = path.dirname(nearest)) {
    try {
      await access(nearest, constants.W_OK);
      return;
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!missing || path.dirname(nearest) === nearest) throw error;
    }
  }
}

/** Whether pictures can be written as PNG: the drawing library has no build for some platforms. */
async function checkPng(): Promise<PartCheck> {
  const part = 'PNG pictures';
  try {
    await import('@resvg/resvg-js');
    return { part, state: 'ok', detail: 'can be written' };
  } catch {
    return {
      part,
      state: 'absent',
      detail: 'no build of @resvg/resvg-js here: reports have SVG only',
    };
  }
}

function describeRun({ compileMilliseconds, runMilliseconds }: BackendRun): string {
  return `right result; ${compileMilliseconds.toFixed(1)} ms to compile, ${runMilliseconds.toFixed(1)} ms to run`;
}

/** A device beside the CPU, which nothing needs. */
function checkDevice(device: string, probe: DeviceProbe): PartCheck {
  const part = `a graph on ${device}`;
  if (probe.works) return { part, state: 'ok', detail: describeRun(probe.run) };
  return { part, state: 'absent', detail: probe.reason };
}

function deviceDocument(probe: DeviceProbe): { works: boolean; reason: string | null } {
  return { works: probe.works, reason: probe.works ? null : probe.reason };
}

/**
 * `temper doctor`.
 * @throws BrokenError, after the result, if something needed does not work.
 */
export async function runDoctor(flags: DoctorFlags, io: Io): Promise<void> {
  const { threads } = flags;
  const cores = availableParallelism();
  const dataDir = dataDirectory(flags.dataDir);
  const runsDirectory = path.resolve(flags.out);
  const runtime = await examine(
    'ONNX Runtime',
    listBackends,
    (found) => `${found.version}: ${describeBackends(found)}`,
  );
  const graph = await examine(
    'a graph on the cpu',
    async () => (await import('./backend-run.ts')).runBackend(threads, 'cpu'),
    describeRun,
  );
  const [cuda, webgpu] = await Promise.all([probeDevice('cuda'), probeDevice('webgpu')]);
  const devices = { cuda, webgpu };
  const runs = await examine(
    'runs folder',
    () => assertWritable(runsDirectory),
    () => `${runsDirectory} can be written`,
  );
  const dataSets = await surveyDataSets(dataDir);
  const checks: PartCheck[] = [
    {
      part: 'Node',
      state: 'ok',
      detail: `${process.version} on ${process.platform} ${process.arch}`,
    },
    { part: 'threads', state: 'ok', detail: `${threads}, on ${cores} cores` },
    runtime,
    graph,
    ...Object.entries(devices).map(([device, probe]) => checkDevice(device, probe)),
    runs,
    ...dataSets.map(({ name, present, directory }): PartCheck => {
      const detail =
        directory === null ? 'generated' : present ? directory : `temper data get ${name}`;
      return { part: `data: ${name}`, state: present ? 'ok' : 'absent', detail };
    }),
    await checkPng(),
  ];
  const broken = checks.filter(({ state }) => state === 'broken').map(({ part }) => part);
  const { red, green, bold } = io.style;
  io.result(
    {
      ok: broken.length === 0,
      node: process.versions.node,
      platform: process.platform,
      architecture: process.arch,
      cores,
      threads,
      onnxRuntime: runtime.found,
      graph: graph.found,
      devices: {
        cpu: { works: graph.found !== null, reason: graph.found === null ? graph.detail : null },
        cuda: deviceDocument(devices.cuda),
        webgpu: deviceDocument(devices.webgpu),
      },
      runs: { directory: runsDirectory, writable: runs.state === 'ok' },
      dataDir,
      dataSets,
      checks: checks.map(({ part, state, detail }) => ({ part, state, detail })),
    },
    () =>
      formatTable(
        [
          { title: 'part' },
          {
            title: 'state',
            style: (text) => (text.startsWith('broken') ? red(text) : green(text)),
          },
          { title: 'found' },
        ],
        checks.map(({ part, state, detail }) => [part, state, detail]),
        { width: io.width, titleStyle: bold },
      ),
  );
  if (broken.length > 0) {
    throw new BrokenError(`expected every needed part to work, found broken: ${broken.join(', ')}`);
  }
}
