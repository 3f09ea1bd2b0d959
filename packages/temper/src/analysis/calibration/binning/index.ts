export type { Binning, BinningConvention, BinningRule, Convention, FixedBins } from './binning.ts';
export { CONVENTIONS, describeBins } from './conventions.ts';
export { temperBinning } from './temper-binning.ts';
