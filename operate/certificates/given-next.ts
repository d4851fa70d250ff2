import { existsSync, readFileSync } from 'node:fs';
import { givenAuthority } from '../../secrets/given-authority.js';
import { givenSecrets, type GivenSecrets } from '../../secrets/given-secrets.js';
import { joinPair, type KeyPair } from '../../secrets/pem.js';
import { vaultPaths } from '../../secrets/vault-folder.js';
import { Refusal } from '../../toolchain/refusal.js';
import type { Rotation } from './rotation.js';

/** What the environment gives to rotate to; what it does not give is generated. */
export interface GivenNext {
  readonly authority: KeyPair | undefined;
  readonly passwords: GivenSecrets;
}

/**
 * Reads it, checked.
 *
 * @throws Refusal when the authority that is in use is given; Error for a value that is not allowed.
 */
export async function givenNext(vault: string, { authority }: Rotation): Promise<GivenNext> {
  const given = await givenAuthority(process.env, new Date());
  const path = vaultPaths.authority(vault);
  const isInUse = given !== undefined && existsSync(path) && readFileSync(path, 'utf8') === joinPair(given);
  const isBegun = existsSync(vaultPaths.nextAuthority(vault)) || existsSync(vaultPaths.previousAuthority(vault));
  if (authority && isInUse && !isBegun) {
    throw new Refusal(
      'PLANETARY_CA_CERT gives the authority that is in use. Give the next one, or unset it (and PLANETARY_CA_KEY) to have one made.',
    );
  }
  return { authority: given, passwords: givenSecrets(process.env) };
}
