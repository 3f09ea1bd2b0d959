import { computeDevice } from '../commands/run-flags.ts';
import type { TrainFlags } from '../commands/train-flags.ts';
import { writeTrialReport } from '../report/index.ts';
import { InterruptedError } from '../terminal/interrupts.ts';
import type { Io } from '../terminal/io.ts';
import { configFromFlags } from './config-from-flags.ts';
import { RunDirectory } from './run-directory.ts';
import { repeatCommand, runTrial } from './run-trial.ts';
import { showEvents } from './show-events.ts';
import { describeTrial, trialDocument } from './trial-document.ts';

/** Runs `temper train`: one trial, from its config to its analysis. */
export async function runTrain(flags: TrainFlags, io: Io): Promise<void> {
  const config = await configFromFlags(flags);
  const directory = new RunDirectory(flags.out, config).path;
  if (flags.dryRun) {
    io.result(
      { dryRun: true, directory, config },
      () => `${JSON.stringify({ directory, config }, null, 2)}\n`,
    );
    return;
  }
  let stopListening = (): void => undefined;
  const view = showEvents(io, { label: 'training', config });
  try {
    const where = {
      runs: flags.out,
      dataDir: flags.dataDir,
      threads: flags.threads,
      device: computeDevice(flags.device),
    };
    const outcome = await runTrial({
      config,
      ...where,
      onEvent: view.show,
      onStart: (stop) => (stopListening = io.onInterrupt(stop)),
    });
    if (outcome.status === 'stopped') {
      if (outcome.step === null) {
        throw new InterruptedError('stopped while loading data; the same command begins again');
      }
      throw new InterruptedError(
        `stopped at step ${outcome.step}, saved; go on with: ${repeatCommand(config, where)}`,
      );
    }
    const { result, reused } = outcome;
    if (reused) io.info(`already trained: ${directory}`);
    const report = await writeTrialReport(result);
    io.result(trialDocument(result, { reused, report }), () => describeTrial(result, report));
  } finally {
    view.close();
    stopListening();
  }
}
