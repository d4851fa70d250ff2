import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';

/** Whether a person is at the other end. */
export const isTerminal = process.stdin.isTTY && process.stdout.isTTY;

// Where a stream is no terminal, `isTTY` is undefined, for which `createColors` would choose by itself: it colours whatever runs in CI.
const paintOn = ({ isTTY }: { readonly isTTY?: boolean }) => pc.createColors(isTTY === true && pc.isColorSupported);

/** Colours of what is printed, and of errors: on a terminal, plain text elsewhere (`NO_COLOR` is respected). */
export const paint = paintOn(process.stdout);
export const paintError = paintOn(process.stderr);

/** Asks a yes-or-no question; an empty answer is no. */
export async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
