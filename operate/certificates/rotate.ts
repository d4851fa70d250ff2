import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestFile } from '../../secrets/certificate-request.js';
import { materialise } from '../../secrets/materialise.js';
import { openVault } from '../../secrets/vault.js';
import { Refusal } from '../../toolchain/refusal.js';
import { docker, dockerLines, ofStack } from '../docker.js';
import { Failure } from '../failure.js';
import { cleaningUp } from '../interrupt.js';
import { runPhases } from '../phases.js';
import { lockStack } from '../stack-lock.js';
import type { ChosenStack } from '../stack-choice.js';
import { certificateRequests, secretRequests } from './requests.js';

/** What a container logs once it has taken its secrets (templates/scripts/follow-secrets.sh). */
const taken = 'new secrets are in use';
/** Longer than the turns of the Sentinels, each of which waits for the one before it. */
const patienceMs = 90_000;
/** state-lib looks at its files every 2 s, and those that say nothing look at each handshake. */
const settleMs = 3_000;

/**
 * Gives every tier new certificates with new keys, signed by the same authority, one tier after the other. The next tier has to wait
 * until each container of this one has taken its own.
 *
 * @throws Refusal when the stack is not up; Failure when a container does not take them, with its name.
 */
export async function rotateCertificates(stack: ChosenStack): Promise<void> {
  const { facts } = stack;
  const release = await lockStack(facts.directory, 'npm run certs -- --rotate');
  await cleaningUp(release, async () => {
    const running = await dockerLines('ps', '--quiet', ...ofStack(facts.stack));
    if (running.length === 0) throw new Refusal(`The stack ${facts.stack} is not up: npm start.`);
    const vault = await openVault({ directory: facts.vault, report: () => {} });
    const requests = secretRequests(stack);
    const renewed = new Set<string>();
    await runPhases(
      requests.map((request) => ({
        title: request.tier,
        run: async () => {
          const since = new Date();
          for (const certificate of certificateRequests(request)) {
            const name = requestFile(certificate, '');
            if (!renewed.has(name)) await vault.renewCertificate(certificate);
            renewed.add(name);
          }
          // A certificate that two tiers share reaches both at once.
          const changed = await materialise({ vault, directory: facts.secrets, userId: facts.userId, requests });
          const tiers = [...new Set(changed.map((file) => file.split('/')[0] ?? ''))];
          const containers = await Promise.all(tiers.map(async (tier) => await untilTaken(facts.stack, tier, since)));
          return containers.flat().length === 0 ? 'for its next run' : 'in use';
        },
      })),
    );
  });
}

/** Waits until every running container of a tier has taken its secrets; gives their ids. */
async function untilTaken(stack: string, tier: string, since: Date): Promise<string[]> {
  const containers = await dockerLines('ps', '--quiet', ...ofStack(stack), '--filter', `label=planetary.tier=${tier}`);
  if (containers.length > 0) await sleep(settleMs);
  for (const container of containers) {
    if (!(await follows(container))) continue;
    const end = since.getTime() + patienceMs;
    while (!(await logged(container, since))) {
      if (Date.now() > end)
        throw new Failure(
          `A container of ${tier} has not taken its new certificate in ${patienceMs / 1_000} s: docker logs ${container}`,
        );
      await sleep(500);
    }
  }
  return containers;
}

/** Whether a container says when it has taken its secrets. */
async function follows(container: string): Promise<boolean> {
  const source = '{{range .Mounts}}{{if eq .Destination "/config"}}{{.Source}}{{end}}{{end}}';
  const config = await docker('inspect', `--format=${source}`, container);
  return config !== '' && existsSync(join(config, 'follow-secrets.sh'));
}

async function logged(container: string, since: Date): Promise<boolean> {
  return (await docker('logs', '--since', since.toISOString(), container)).includes(taken);
}
