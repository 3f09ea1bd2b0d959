import { reliabilityDiagram, type ReliabilityPanel } from '@temper/figures';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { AuditClient, OpenedFile } from '../audit/index.ts';
import { roundTemperature, useAnswer } from '../state/index.ts';
import { BinsTable } from './bins-table.tsx';
import { Figure } from './figure.tsx';
import { type ScoredTemperature, ScoresTable } from './scores-table.tsx';
import { TemperatureControl } from './temperature-control.tsx';
import { writeTemperature } from './write-number.ts';

/** Below this width there is room for one diagram. */
const ROOM_FOR_TWO = 440;
const convention = '15 bins of equal width (lo, hi], 95 % bootstrap interval';

/** What is scored, and at which temperature. */
export interface CalibrationProps {
  readonly client: AuditClient;
  readonly file: OpenedFile;
  readonly temperature: number;
  readonly onTemperature: (temperature: number) => void;
}

/** Scores and the reliability diagram, as saved and at a temperature that follows the slider. */
export function Calibration(props: CalibrationProps): ReactNode {
  const { client, file, temperature, onTemperature } = props;
  const saved = useScored(client, 1);
  const chosen = useScored(client, temperature);
  return (
    <section className="calibration" aria-labelledby="calibration-heading">
      <h2 id="calibration-heading">Calibration</h2>
      <div className="columns">
        <TemperatureControl {...{ temperature, onTemperature }} fit={file.fit} />
        {saved && chosen && <ReliabilityFigure saved={saved} chosen={chosen} />}
        {saved && chosen && (
          <div className="numbers">
            <ScoresTable
              saved={saved}
              chosen={chosen}
              inSample={chosen.scores.temperature === roundTemperature(file.fit.temperature)}
            />
            <p className="note">
              In brackets 95 % intervals: Wilson’s for the accuracy, ±1.96 standard errors for the
              negative log-likelihood, 500 bootstrap resamples for the expected calibration error.
              Resampling adds to every gap, so near perfect calibration that interval lies high,
              even above the error.
            </p>
            <BinsTable diagram={chosen.scores.diagram} />
          </div>
        )}
      </div>
    </section>
  );
}

/** The newest scores there are, and the interval that belongs to them. */
function useScored(client: AuditClient, temperature: number): ScoredTemperature | undefined {
  const scored = useAnswer(client, 'score', temperature);
  const scores = scored && 'answer' in scored ? scored.answer : undefined;
  const drawn = useAnswer(client, 'interval', scores?.confidences);
  const isCurrent = drawn?.question === scores?.confidences;
  const eceInterval = isCurrent && drawn && 'answer' in drawn ? drawn.answer : undefined;
  // The same object while nothing changes, so that the picture is not drawn again in vain.
  return useMemo(() => scores && { scores, eceInterval }, [scores, eceInterval]);
}

function ReliabilityFigure(props: {
  readonly saved: ScoredTemperature;
  readonly chosen: ScoredTemperature;
}): ReactNode {
  const { saved, chosen } = props;
  const draw = useCallback(
    (width: number) => {
      const panels = width < ROOM_FOR_TWO ? [chosen] : [saved, chosen];
      return reliabilityDiagram(document, { convention, panels: panels.map(panelOf) }, { width });
    },
    [saved, chosen],
  );
  return (
    <Figure
      draw={draw}
      caption="Accuracy against mean confidence, bin by bin; a calibrated classifier’s bins lie on the diagonal. Above 1 the temperature makes every confidence smaller, below 1 larger."
    />
  );
}

function panelOf({ scores, eceInterval }: ScoredTemperature): ReliabilityPanel {
  return {
    name: `T = ${writeTemperature(scores.temperature)}`,
    diagram: scores.diagram,
    calibrationError: { value: scores.ece, ...(eceInterval && { interval: eceInterval }) },
  };
}
