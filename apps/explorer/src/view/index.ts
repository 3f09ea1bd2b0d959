/** The parts of the page. */
export { Calibration } from './calibration.tsx';
export { FileChooser } from './file-chooser.tsx';
export { Introduction } from './introduction.tsx';
export { Masthead } from './masthead.tsx';
export { Penultimate } from './penultimate.tsx';
