import type { Command } from 'commander';
import { withIo } from '../terminal/io.ts';
import { addFitOptions, addSourceOptions, type AuditFlags } from './audit-flags.ts';
import { addOutOption } from './run-flags.ts';

/** Adds `temper audit`. */
export function addAuditCommand(program: Command): void {
  const command = program
    .command('audit')
    .summary('how good and how calibrated a model is, from its file or its predictions')
    .description(
      'Audits models trained anywhere: accuracy, proper scores, calibration under a named convention ' +
        'with intervals, the temperature that mends it, which predictions can be trusted, and whether ' +
        'labels were smoothed. Several sources are compared with the first on the same examples.',
    )
    .argument(
      '<source...>',
      'a run, an .onnx model (with --data), or predictions: .npz, .safetensors, .parquet, .csv',
    );
  addSourceOptions(command);
  addFitOptions(command)
    .option('--binary', 'of two classes, bin P(class 1) instead of the predicted class', false)
    .option('--stream', 'read predictions in blocks, in bounded memory', false)
    .option('--no-report', 'print the figures and write nothing');
  addOutOption(command, 'temper-audit').action((sources: string[], flags: AuditFlags) =>
    withIo(flags.json, async (io) => {
      const { runAudit } = await import('../audit/run-audit.ts');
      await runAudit(sources, flags, io);
    }),
  );
}
