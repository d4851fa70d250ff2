import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { docker, dockerLines, ofStack } from '../docker.js';
import { Failure } from '../failure.js';
import type { ChosenStack } from '../stack-choice.js';

/** What a container logs once it has taken its secrets (templates/scripts/follow-secrets.sh). */
const taken = 'new secrets are in use';
/** What it logs meanwhile when its program refuses them. */
const refused = 'new secrets could not be taken';
/** A change is taken at the second look at the soonest: what is logged before that is of an earlier change. */
const soonestMs = 1_500;
/** Longer than the turns of the Sentinels, each of which waits for the one before it. */
const patienceMs = 90_000;
/** state-lib looks at its files every 2 s, and those that say nothing look at each handshake. */
const settleMs = 3_000;

interface Inspected {
  readonly Name: string;
  readonly State: { readonly StartedAt: string };
  readonly Config: { readonly Healthcheck?: { readonly Test: readonly string[] } };
  readonly Mounts: readonly { readonly Destination: string; readonly Source: string }[];
}

/**
 * Waits until every running container of a tier has what is in its secrets' folder in use, and its health check passes. That the folder was
 * written by an earlier run makes no difference.
 *
 * @returns how many there are.
 * @throws Failure that names the container, and says what to do.
 */
export async function untilTaken({ facts }: ChosenStack, tier: string): Promise<number> {
  const ids = await dockerLines('ps', '--quiet', ...ofStack(facts.stack), '--filter', `label=planetary.tier=${tier}`);
  if (ids.length === 0) return 0;
  const containers = JSON.parse(await docker('inspect', ...ids)) as readonly Inspected[];
  const changed = statSync(join(facts.secrets, tier)).mtimeMs;
  await Promise.all(
    containers.map(async (container) => {
      await untilRead(container, changed);
      await untilHealthy(container);
    }),
  );
  return containers.length;
}

async function untilRead({ Name, State, Mounts }: Inspected, changed: number): Promise<void> {
  if (Date.parse(State.StartedAt) > changed) return;
  const config = Mounts.find(({ Destination }) => Destination === '/config')?.Source ?? '';
  if (!existsSync(join(config, 'follow-secrets.sh'))) {
    await sleep(Math.max(0, changed + settleMs - Date.now()));
    return;
  }
  const since = new Date(changed + soonestMs).toISOString();
  // The log of an old change may be gone; what is refused is logged again and again.
  const isOld = Date.now() > changed + patienceMs;
  const end = isOld ? Date.now() + settleMs : changed + patienceMs;
  for (;;) {
    const { all } = await execa('docker', ['logs', '--since', since, Name.slice(1)], { all: true });
    if (all.includes(taken) || (isOld && !all.includes(refused))) return;
    if (Date.now() > end) {
      throw new Failure(
        `${Name.slice(1)} has not taken its new secrets in ${patienceMs / 1_000} s: docker logs ${Name.slice(1)} says why. ` +
          'The old ones still count; run the same command again to go on.',
      );
    }
    await sleep(500);
  }
}

async function untilHealthy({ Name, Config }: Inspected): Promise<void> {
  const [kind, ...test] = Config.Healthcheck?.Test ?? [];
  if (kind !== 'CMD') return;
  const end = Date.now() + patienceMs;
  for (;;) {
    const { exitCode } = await execa('docker', ['exec', Name.slice(1), ...test], { reject: false });
    if (exitCode === 0) return;
    if (Date.now() > end) {
      throw new Failure(
        `${Name.slice(1)} is not healthy with its new secrets: docker logs ${Name.slice(1)}, npm run status. ` +
          'The old ones still count; run the same command again to go on.',
      );
    }
    await sleep(1_000);
  }
}
