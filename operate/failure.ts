/** A deploy or a check that failed. `message` says what and what to do; no stack trace helps. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** The exit code that a shell gives for a signal: 128 and its number. */
export function interruptedCode(signal: Signal): number {
  return 128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal];
}

/** Ended by a signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly signal: Signal) {
    super(`interrupted by ${signal}`);
  }
}
