import { openVault } from '../../secrets/vault.js';
import type { ChosenStack } from '../stack-choice.js';

/** What a user of the real CockroachDB must know when no licence key is set; undefined when one is, or for the stand-in. */
export async function licenceNotice({ facts, settings }: ChosenStack): Promise<string | undefined> {
  if (settings.images.source === 'offline') return undefined;
  const vault = await openVault({ directory: facts.vault });
  if (vault.given('cockroach-licence') !== undefined) {
    return settings.cockroach.telemetry
      ? undefined
      : 'CockroachDB: a free or trial licence is throttled after 7 days without telemetry; set cockroach.telemetry to true for one of those.';
  }
  return (
    'CockroachDB has no licence key: a cluster of several nodes is throttled to 5 open transactions 7 days after its start. ' +
    'Give a key in PLANETARY_SECRET_COCKROACH_LICENCE, with its cockroach.organization, and run `npm start` again (docs/secrets.md).'
  );
}
