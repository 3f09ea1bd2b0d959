// The entry of every worker thread: its first argument names the module to run.
import process from 'node:process';

import { importModule } from './source.js';

await importModule(process.argv[2]);
