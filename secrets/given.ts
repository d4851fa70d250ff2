import { GatheredFaults } from '../config/gathered-faults.js';
import { givenAuthority } from './given-authority.js';
import { givenSecrets, type Environment, type GivenSecrets } from './given-secrets.js';
import type { KeyPair } from './pem.js';

/** What the environment gives; what it does not give is generated. */
export interface Given {
  readonly authority: KeyPair | undefined;
  readonly secrets: GivenSecrets;
}

/**
 * Reads it, checked; touches nothing.
 *
 * @throws SettingsError with all faults, each with its variable or file; it never holds a secret.
 */
export async function readGiven(environment: Environment, now: Date): Promise<Given> {
  const gathered = new GatheredFaults();
  const [secrets = new Map()] = gathered.of(() => givenSecrets(environment));
  const [authority] = await gathered.ofAsync(async () => await givenAuthority(environment, now));
  gathered.throwIfAny();
  return { secrets, authority };
}
