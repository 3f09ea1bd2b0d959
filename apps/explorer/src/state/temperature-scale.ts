/** Ends of the slider: temperatures from a tenth to ten. */
const DECADES = 1;
/** Six digits say a fitted temperature to a millionth and keep the address short. */
const DIGITS = 6;

/** One step of the slider, in decades: 2.3 %. */
export const sliderStep = 0.01;

/** Smallest and largest position of the slider. */
export interface SliderLimits {
  readonly min: number;
  readonly max: number;
}

/**
 * The slider's ends, in decades: 0.1 to 10, and further in whole decades if the fitted temperature
 * lies beyond.
 */
export function sliderLimits(fitted: number): SliderLimits {
  const position = Math.log10(fitted);
  return {
    min: Math.min(-DECADES, Math.floor(position)),
    max: Math.max(DECADES, Math.ceil(position)),
  };
}

/** The temperature at a position of the slider, which is logarithmic: halving is as far as doubling. */
export function temperatureAt(position: number): number {
  return roundTemperature(10 ** position);
}

/** Where a temperature lies on the slider. */
export function sliderPosition(temperature: number): number {
  return Math.log10(temperature);
}

/** A temperature to as many digits as the page keeps and its address shows. */
export function roundTemperature(temperature: number): number {
  return Number(temperature.toPrecision(DIGITS));
}

/** Whether the page can show a number as a temperature. */
export function isTemperature(value: number): boolean {
  // Far beyond what can be fitted; softmax(logits / T) stays in double precision.
  return value >= 1e-6 && value <= 1e6;
}
