import { Command, CommanderError } from 'commander';
import { exitCodes } from './exit-codes.js';
import { Interrupted } from './failure.js';
import { paintError } from './terminal.js';
import { told } from './told.js';

const exitCodesHelp = `
Exit codes: 0 done; 1 a deploy or a check failed; 2 wrong options or settings; 3 refused, nothing was deployed; 130 interrupted.`;

/** A command of the project, with the help that all of them share. `usage` is how a person calls it: `npm start --`. */
export function projectCommand(usage: string, description: string): Command {
  return new Command(usage)
    .description(description)
    .allowExcessArguments(false)
    .showHelpAfterError(`(${usage} --help shows the options)`)
    .addHelpText('after', exitCodesHelp)
    .exitOverride();
}

/** Runs a command with this process' arguments and sets the exit code; faults are told without a stack trace. */
export async function runCommand(command: Command): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    if (process.stdout.isTTY) process.stdout.write('\u001B[?25h');
    process.exitCode = tell(error);
  }
}

function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const { message, exitCode } = told(error);
  console.error(error instanceof Interrupted ? message : paintError.red(message));
  return exitCode;
}
