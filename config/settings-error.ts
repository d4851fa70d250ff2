/** Settings that cannot be used. `message` lists every fault, one a line, each with file, key, what was found and what is allowed. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}
