/** A deploy or a check that failed. `message` says what and what to do; no stack trace helps. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** Ended by a signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly signal: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signal}`);
  }
}
