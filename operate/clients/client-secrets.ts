import type { Secret } from '../../constructs/secret.js';
import { materialise } from '../../secrets/materialise.js';
import { openVault } from '../../secrets/vault.js';
import type { ChosenStack } from '../stack-choice.js';
import { requireStack } from './client-container.js';

/**
 * Writes what a client logs in with into a folder of its own below the stack's secrets, and gives the folder's name.
 *
 * @throws Refusal when the stack is not up; then nothing is written.
 */
export async function clientSecrets(
  chosen: ChosenStack,
  folder: string,
  secrets: Readonly<Record<string, Secret>>,
): Promise<string> {
  await requireStack(chosen);
  const { facts } = chosen;
  await materialise({
    vault: await openVault({ directory: facts.vault }),
    directory: facts.secrets,
    userId: facts.userId,
    requests: [{ tier: folder, secrets: { 'ca.crt': { kind: 'authority' }, ...secrets } }],
  });
  return folder;
}
