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

/** A time for people: `0.4 s`, `12 s`, `3 min 05 s`. */
export function duration(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
