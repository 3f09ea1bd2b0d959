import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { choiceOption, numberOption, textOption } from './parse-option.ts';

/** What does the arithmetic: an execution provider of ONNX Runtime by its own name. */
export type ComputeDevice = 'cpu' | 'cuda' | 'webgpu';

/** What can be asked to do the arithmetic. */
export type Device = ComputeDevice | 'auto';

/** Flags of every command that computes, but for what it starts from. */
export interface ComputeFlags {
  readonly json: boolean;
  /** Already found to be there when a command's work begins. */
  readonly device: Device;
  /** Threads inside one operation, at least 1. */
  readonly threads: number;
  /** Print what would be done, and do nothing. */
  readonly dryRun: boolean;
  /** Folder that results are written below. */
  readonly out: string;
}

/** Flags of every command that computes from one seed. */
export interface RunFlags extends ComputeFlags {
  /** A whole number from 0. */
  readonly seed: number;
}

/** Flags of `temper doctor`. */
export interface DoctorFlags extends Pick<RunFlags, 'json' | 'threads' | 'out'> {
  readonly dataDir?: string;
}

const DEVICES: readonly Device[] = ['cpu', 'cuda', 'webgpu', 'auto'];

/** The device that a choice stands for: `auto` is the CPU, the only one that is measured (docs/devices.md). */
export function computeDevice(device: Device): ComputeDevice {
  return device === 'auto' ? 'cpu' : device;
}

/** Adds `--json`. */
export function addJsonOption(command: Command): Command {
  return command.option('--json', 'print one JSON document and nothing else', false);
}

/** Adds `--threads`. */
export function addThreadsOption(command: Command): Command {
  return command.option(
    '--threads <n>',
    'threads inside one operation',
    numberOption('--threads', { whole: true, minimum: 1, maximum: 1024 }),
    availableParallelism(),
  );
}

/** Adds `--out`. */
export function addOutOption(command: Command, fallback: string): Command {
  return command.option(
    '--out <folder>',
    'where results go',
    textOption('--out', 'a folder'),
    fallback,
  );
}

/** Adds `--data-dir`. */
export function addDataDirOption(command: Command): Command {
  return command.option(
    '--data-dir <folder>',
    'where data sets are kept (or TEMPER_DATA; default your cache folder)',
    textOption('--data-dir', 'a folder'),
  );
}

/** Adds all options of `RunFlags`. */
export function addRunOptions(command: Command, out: string): Command {
  command.option(
    '--seed <n>',
    'seed of everything random',
    numberOption('--seed', { whole: true, minimum: 0 }),
    0,
  );
  return addComputeOptions(command, out);
}

/** Adds all options of `ComputeFlags`. */
export function addComputeOptions(command: Command, out: string): Command {
  command.option(
    '--device <name>',
    `what computes: ${DEVICES.join(', ')}`,
    choiceOption('--device', DEVICES),
    'auto',
  );
  addThreadsOption(command).option('--dry-run', 'print the plan and do nothing', false);
  return addJsonOption(addOutOption(command, out));
}
