/** What the exit code of every command says. */
export const exitCodes = {
  ok: 0,
  /** A deploy or a check failed. */
  failed: 1,
  /** Unknown options, or a profile with faults. */
  usage: 2,
  /** The machine lacks something, or the preflight refuses; nothing was deployed. */
  refused: 3,
  /** Ctrl-C. Any other signal: 128 and its number. */
  interrupted: 130,
} as const;
