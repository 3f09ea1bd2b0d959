import { smoothingSweep, type SmoothingSweepData, type SweepPanel } from '@temper/figures';
import type { NetworkCalibration, SmoothingLevel, TemperatureFigures } from 'temper';
import type { renderFigure } from '../report/index.ts';

/** ECE and NLL against α, before and after temperature scaling, network by network. */
export function sweepFigure(
  networks: readonly NetworkCalibration[],
): Parameters<typeof renderFigure>[0] {
  const data: SmoothingSweepData = {
    rows: networks.map(({ network, levels }) => ({
      name: network,
      panels: [
        panel(levels, { figure: 'ece', quantity: 'ECE, 15 bins', format: 'percent' }),
        panel(levels, { figure: 'nll', quantity: 'NLL (nats)', format: 'number' }),
      ],
    })),
    convention:
      'Test split. Bars are 95 % intervals: Student’s over seeds, or with one seed over examples. Temperatures are fitted on validation.',
  };
  return {
    id: 'calibration-against-alpha',
    caption:
      'Calibration error and loss of networks trained with smoothing α, as trained and at their temperature; α = 0 is hard labels. The dashed line is hard labels at their temperature, what smoothing is held against.',
    data,
    draw: (document, options) => smoothingSweep(document, data, options),
  };
}

function panel(
  levels: readonly SmoothingLevel[],
  {
    figure,
    ...words
  }: Pick<SweepPanel, 'quantity' | 'format'> & { readonly figure: 'ece' | 'nll' },
): SweepPanel {
  const curve = (name: string, read: (level: SmoothingLevel) => TemperatureFigures) => ({
    name,
    points: levels.map((level) => {
      const { mean, interval } = read(level)[figure];
      return {
        labelSmoothing: level.labelSmoothing,
        value: mean,
        interval: interval && { lower: interval.lower, upper: interval.upper },
      };
    }),
  });
  const hard = levels.find(({ labelSmoothing }) => labelSmoothing === 0);
  return {
    ...words,
    curves: [
      curve('as trained', ({ asTrained }) => asTrained),
      curve('after temperature scaling', ({ scaled }) => scaled),
    ],
    reference: hard
      ? { name: 'hard labels after temperature scaling', value: hard.scaled[figure].mean }
      : null,
  };
}
