import type { BinningConvention, Convention } from './binning.ts';
import { guoConvention } from './guo-binning.ts';
import { kullConvention } from './kull-binning.ts';
import { kumarConvention } from './kumar-binning.ts';
import { kumarWidthConvention } from './kumar-width-binning.ts';
import { netcalConvention } from './netcal-binning.ts';
import { sklearnConvention } from './sklearn-binning.ts';
import { sklearnQuantileConvention } from './sklearn-quantile-binning.ts';
import { temperConvention } from './temper-binning.ts';
import { torchmetricsConvention } from './torchmetrics-binning.ts';

/** Every convention by name. They differ in how edges are closed, and what becomes of 0 and 1. */
export const CONVENTIONS: Readonly<Record<BinningConvention, Convention>> = {
  temper: temperConvention,
  guo: guoConvention,
  torchmetrics: torchmetricsConvention,
  netcal: netcalConvention,
  sklearn: sklearnConvention,
  'sklearn-quantile': sklearnQuantileConvention,
  kumar: kumarConvention,
  'kumar-width': kumarWidthConvention,
  kull: kullConvention,
};

/**
 * The bins of a diagram or an error in words, to be printed with its number.
 * @example
 * describeBins({ convention: 'temper', numBins: 15 })
 * // '15 bins (temper: equal width (lo, hi], 0 in the first bin)'
 */
export function describeBins({
  convention,
  numBins,
}: {
  readonly convention: BinningConvention;
  readonly numBins: number;
}): string {
  const { edges } = CONVENTIONS[convention];
  return `${numBins} ${numBins === 1 ? 'bin' : 'bins'} (${convention}: ${edges})`;
}
