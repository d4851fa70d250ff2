import { SettingsError } from './settings-error.js';

/** Faults of parts that are read one after the other, to be told all at once. */
export class GatheredFaults {
  private readonly faults: string[] = [];

  /** What the part gives; nothing when it has faults, which are kept, each once. */
  of<T>(part: () => T): T[] {
    try {
      return [part()];
    } catch (error) {
      this.keep(error);
      return [];
    }
  }

  /** As `of`. */
  async ofAsync<T>(part: () => Promise<T>): Promise<T[]> {
    try {
      return [await part()];
    } catch (error) {
      this.keep(error);
      return [];
    }
  }

  /** @throws SettingsError with all that were kept. */
  throwIfAny(): void {
    if (this.faults.length > 0) throw new SettingsError(this.faults);
  }

  /**
   * What the last part gives.
   *
   * @throws SettingsError with its faults after all that were kept.
   */
  last<T>(part: () => T): T {
    try {
      const given = part();
      this.throwIfAny();
      return given;
    } catch (error) {
      this.keep(error);
      throw new SettingsError(this.faults);
    }
  }

  private keep(error: unknown): void {
    if (!(error instanceof SettingsError)) throw error;
    this.faults.push(...error.faults.filter((fault) => !this.faults.includes(fault)));
  }
}
