export * from './analyse-trial.ts';
export { uniformAlpha } from './uniform-alpha.ts';
export { type Recipe, type RecipeName, RECIPES } from './recipes.ts';
export {
  canonicalJson,
  resolveTrialConfig,
  type TrialConfig,
  type TrialConfigInput,
} from './trial-config.ts';
