export { gradients, pullback } from './pullback.ts';
