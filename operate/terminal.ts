import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';

/** Whether a person is at the other end. */
export const isTerminal = process.stdin.isTTY && process.stdout.isTTY;

/** Colours on a terminal, plain text elsewhere (`NO_COLOR` is respected). */
export const paint = pc.createColors(process.stdout.isTTY && pc.isColorSupported);

/** Asks a yes-or-no question; an empty answer is no. */
export async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
