import { readFileSync } from 'node:fs';
import { Command, Help } from 'commander';
import { addAuditCommand } from './audit-command.ts';
import { addCalibrateCommand } from './calibrate-command.ts';
import { addDataCommand } from './data-command.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addStudyCommand } from './study-command.ts';
import { addTourCommand } from './tour-command.ts';
import { addTrainCommand } from './train-command.ts';

/** The command line: what it takes, with the code behind each command loaded when it is called. */
export function makeProgram(): Command {
  const program = new Command('temper')
    .description('The label-smoothing workbench.')
    .version(readVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    // That a switch is off by default goes without saying.
    .configureHelp({
      optionDescription: (option) =>
        option.isBoolean() ? option.description : new Help().optionDescription(option),
    })
    // Errors are thrown, and reported in one place.
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  addTourCommand(program);
  addTrainCommand(program);
  addAuditCommand(program);
  addCalibrateCommand(program);
  addStudyCommand(program);
  addDataCommand(program);
  addDoctorCommand(program);
  return program;
}

/** The call that gets the help nearest to some arguments: of the command they name. */
export function helpCall(program: Command, args: readonly string[]): string {
  const names = ['temper'];
  let command: Command | undefined = program;
  for (const arg of args) {
    command = command.commands.find((known) => known.name() === arg);
    if (command === undefined) break;
    names.push(arg);
  }
  return `${names.join(' ')} --help`;
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
