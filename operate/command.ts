import { Command, CommanderError } from 'commander';
import { SettingsError } from '../config/settings-error.js';
import { diskFullMessage } from '../toolchain/disk-full.js';
import { Refusal } from '../toolchain/refusal.js';
import { exitCodes } from './exit-codes.js';
import { Failure, Interrupted, interruptedCode } from './failure.js';
import { paintError } from './terminal.js';

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
  if (error instanceof Interrupted) {
    console.error(error.message);
    return interruptedCode(error.signal);
  }
  const known = [
    [SettingsError, exitCodes.usage],
    [Refusal, exitCodes.refused],
    [Failure, exitCodes.failed],
  ] as const;
  const code = known.find(([kind]) => error instanceof kind)?.[1];
  const full = diskFullMessage(error);
  if (full !== undefined) {
    console.error(paintError.red(full));
    return exitCodes.failed;
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  // What is not known is a fault of this program, or of a library: the stack helps to find it.
  console.error(code === undefined ? (stack ?? message) : paintError.red(message));
  return code ?? exitCodes.failed;
}
