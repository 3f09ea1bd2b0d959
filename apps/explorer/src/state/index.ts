/** What a reader has chosen, and what it is answered with. */
export { classesWithin, withClass } from './class-triple.ts';
export {
  roundTemperature,
  sliderLimits,
  sliderPosition,
  sliderStep,
  temperatureAt,
} from './temperature-scale.ts';
export { useAnswer } from './use-answer.ts';
export { useFileDrop } from './use-file-drop.ts';
export { type OpeningStatus, useOpenedFile } from './use-opened-file.ts';
export { useView } from './use-view.ts';
