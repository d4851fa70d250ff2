import { SettingsError } from '../config/settings-error.js';
import { diskFullMessage } from '../toolchain/disk-full.js';
import { Refusal } from '../toolchain/refusal.js';
import { exitCodes } from './exit-codes.js';
import { Failure, Interrupted, interruptedCode } from './failure.js';

/** Set to 1, it adds to an error that no command foresees where it comes from. */
const traceVariable = 'PLANETARY_TRACE';

/** An error as a person is told of it, never with a stack trace by itself. */
export interface Told {
  readonly message: string;
  /** One of `exitCodes`. */
  readonly exitCode: number;
}

/** What to say of any error, and which exit code it gives. */
export function told(error: unknown): Told {
  if (error instanceof Interrupted) return { message: error.message, exitCode: interruptedCode(error.signal) };
  const full = diskFullMessage(error);
  if (full !== undefined) return { message: full, exitCode: exitCodes.failed };
  const known = [
    [SettingsError, exitCodes.usage],
    [Refusal, exitCodes.refused],
    [Failure, exitCodes.failed],
  ] as const;
  const exitCode = known.find(([kind]) => error instanceof kind)?.[1];
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  return exitCode === undefined
    ? { message: unforeseen(message, stack), exitCode: exitCodes.failed }
    : { message, exitCode };
}

function unforeseen(message: string, stack = message): string {
  if (process.env[traceVariable] === '1') return stack;
  return `${message}\nNo command foresees this; ${traceVariable}=1 before the command shows where it comes from.`;
}
