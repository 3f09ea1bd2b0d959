#!/usr/bin/env node
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`temper: expected Node 20.19 or newer, got ${process.versions.node}\n`);
  process.exit(2);
}
const { importModule } = await import('./source.js');
const { main } = await importModule('main');
process.exitCode = await main(process.argv.slice(2));
