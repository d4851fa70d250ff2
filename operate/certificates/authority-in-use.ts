import { existsSync, readFileSync } from 'node:fs';
import type { Given } from '../../secrets/given.js';
import { joinPair } from '../../secrets/pem.js';
import { vaultPaths } from '../../secrets/vault-folder.js';
import { Refusal } from '../../toolchain/refusal.js';
import type { Rotation } from './rotation.js';

/**
 * Looks at what is given to rotate to.
 *
 * @throws Refusal when the authority that is in use is given as the next one.
 */
export function refuseInUse(vault: string, { authority }: Rotation, { authority: given }: Given): void {
  const path = vaultPaths.authority(vault);
  const isInUse = given !== undefined && existsSync(path) && readFileSync(path, 'utf8') === joinPair(given);
  const isBegun = existsSync(vaultPaths.nextAuthority(vault)) || existsSync(vaultPaths.previousAuthority(vault));
  if (authority && isInUse && !isBegun) {
    throw new Refusal(
      'PLANETARY_CA_CERT gives the authority that is in use. Give the next one, or unset it (and PLANETARY_CA_KEY) to have one made.',
    );
  }
}
