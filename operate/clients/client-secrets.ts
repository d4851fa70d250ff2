import type { Secret } from '../../constructs/secret.js';
import { materialise } from '../../secrets/materialise.js';
import { openVault } from '../../secrets/vault.js';
import type { ChosenStack } from '../stack-choice.js';

/** Writes what a client logs in with into a folder of its own below the stack's secrets, and gives the folder's name. */
export async function clientSecrets(
  { facts }: ChosenStack,
  folder: string,
  secrets: Readonly<Record<string, Secret>>,
): Promise<string> {
  await materialise({
    vault: await openVault({ directory: facts.vault }),
    directory: facts.secrets,
    userId: facts.userId,
    requests: [{ tier: folder, secrets: { 'ca.crt': { kind: 'authority' }, ...secrets } }],
  });
  return folder;
}
