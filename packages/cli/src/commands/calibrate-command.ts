import type { Command } from 'commander';
import type { RecalibrationMethod } from 'temper';
import { withIo } from '../terminal/io.ts';
import { addFitOptions, addSourceOptions } from './audit-flags.ts';
import type { CalibrateFlags } from './calibrate-flags.ts';
import { choiceOption, textOption } from './parse-option.ts';

const METHODS: readonly RecalibrationMethod[] = [
  'temperature',
  'vector',
  'matrix',
  'isotonic',
  'histogram',
  'beta',
];

/** Adds `temper calibrate`. */
export function addCalibrateCommand(program: Command): void {
  const command = program
    .command('calibrate')
    .summary("mend a model's confidences: fit, judge and save a recalibrator")
    .description(
      'Fits a temperature, or another recalibrator, on one part of the examples, judges it on the ' +
        'others, and saves it: as JSON that can be applied again, or as an .onnx model with it built in.',
    )
    .argument(
      '<source>',
      'a run, an .onnx model (with --data), or predictions: .npz, .safetensors, .parquet, .csv',
    )
    .option(
      '--method <name>',
      `what is fitted: ${METHODS.join(', ')} (default: temperature)`,
      choiceOption('--method', METHODS),
    )
    .option(
      '--apply <file>',
      'apply a saved recalibrator in place of fitting one, judged on all examples',
      textOption('--apply', 'a file'),
    )
    .option(
      '--out <file>',
      'what to write: a .json recalibrator (default: calibrator.json), of an .onnx source a calibrated .onnx; with --apply an .npz of the recalibrated predictions',
      textOption('--out', 'a file'),
    );
  addSourceOptions(command);
  addFitOptions(command).action((source: string, flags: CalibrateFlags) =>
    withIo(flags.json, async (io) => {
      const { runCalibrate } = await import('../calibrate/run-calibrate.ts');
      await runCalibrate(source, flags, io);
    }),
  );
}
