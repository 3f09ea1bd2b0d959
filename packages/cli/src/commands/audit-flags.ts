import type { Command } from 'commander';
import type { BinningConvention } from 'temper';
import { choiceOption, numberListOption, numberOption, textOption } from './parse-option.ts';
import { addDataDirOption, addJsonOption, addThreadsOption } from './run-flags.ts';

/** Where predictions come from, beside their file. */
export interface SourceFlags {
  /** Of an ONNX model: a data set, `folder:PATH`, or an `.npz` of inputs and labels. */
  readonly data?: string;
  readonly dataDir?: string;
  /** Node that makes the logits, by its name or its output's. */
  readonly head?: string;
  /** Output that holds the logits. */
  readonly output?: string;
  readonly normalization?: 'unit' | 'per-channel' | 'per-image';
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly crop?: number;
  /** Side that images of a folder are resized to. */
  readonly imageSize?: number;
  readonly threads: number;
}

/** How recalibration is fitted and judged. */
export interface FitFlags {
  /** Share of the examples to fit on, in (0, 1). */
  readonly split: number;
  readonly inSample: boolean;
  readonly seed: number;
  readonly convention: BinningConvention;
  readonly bins?: number;
  readonly bootstrap: number;
  readonly json: boolean;
}

/** Flags of `temper audit`. */
export interface AuditFlags extends SourceFlags, FitFlags {
  readonly binary: boolean;
  readonly stream: boolean;
  readonly out: string;
  /** False with `--no-report`. */
  readonly report: boolean;
}

const CONVENTIONS: readonly BinningConvention[] = [
  'temper',
  'guo',
  'torchmetrics',
  'netcal',
  'sklearn',
  'sklearn-quantile',
  'kumar',
  'kumar-width',
  'kull',
];

/** Adds the options of `SourceFlags`. */
export function addSourceOptions(command: Command): Command {
  command
    .option(
      '--data <source>',
      'what an .onnx model is run on: a data set, folder:PATH of class folders, or an .npz with inputs and labels',
      textOption('--data', 'a data set or a file'),
    )
    .option(
      '--head <node>',
      'node of an .onnx model that makes the logits, where it is not found',
      textOption('--head', 'the name of a node'),
    )
    .option(
      '--output <name>',
      'output of an .onnx model that holds the logits, where it has several',
      textOption('--output', 'the name of an output'),
    )
    .option(
      '--normalization <name>',
      'how pixels become inputs: unit, per-channel, per-image (default: what the model says, or unit)',
      choiceOption('--normalization', ['unit', 'per-channel', 'per-image']),
    )
    .option(
      '--mean <list>',
      'mean of each channel, subtracted from pixels over 255',
      numberListOption('--mean', {}),
    )
    .option(
      '--std <list>',
      'standard deviation of each channel, divided by',
      numberListOption('--std', { minimum: 0, openMinimum: true }),
    )
    .option(
      '--crop <n>',
      'side of the square cut from the middle of images',
      numberOption('--crop', { whole: true, minimum: 1 }),
    )
    .option(
      '--image-size <n>',
      'side that the images of a folder are resized to (default: what the model takes)',
      numberOption('--image-size', { whole: true, minimum: 1 }),
    );
  return addThreadsOption(addDataDirOption(command));
}

/** Adds the options of `FitFlags`. */
export function addFitOptions(command: Command): Command {
  command
    .option(
      '--split <x>',
      'share of the examples to fit recalibration on; the others judge it',
      numberOption('--split', { minimum: 0, maximum: 1, openMinimum: true, openMaximum: true }),
      0.5,
    )
    .option('--in-sample', 'fit and judge on all examples, and say so', false)
    .option(
      '--seed <n>',
      'of the split and of resamples',
      numberOption('--seed', { whole: true, minimum: 0 }),
      0,
    )
    .option(
      '--convention <name>',
      `how confidences are binned: ${CONVENTIONS.join(', ')}`,
      choiceOption('--convention', CONVENTIONS),
      'temper',
    )
    .option(
      '--bins <n>',
      "bins (default: the convention's own)",
      numberOption('--bins', { whole: true, minimum: 1, maximum: 10_000 }),
    )
    .option(
      '--bootstrap <n>',
      'resamples of every interval, 0 for none',
      numberOption('--bootstrap', { whole: true, minimum: 0, maximum: 100_000 }),
      200,
    );
  return addJsonOption(command);
}
