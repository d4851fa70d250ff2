import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { localContext } from '../../stacks/local-context.js';
import { describeCertificates } from '../../secrets/describe-certificates.js';
import { readFileSync } from 'node:fs';
import { checkout, run, runWith } from './commands.js';
import { StateClient } from './state-client.js';

const minuteMs = 60_000;
const stack = inject('testStack');
const { facts } = localContext(checkout, 'local', { PLANETARY_STACK: stack });
const certs = async (...args: string[]) =>
  await run('npm', 'run', '--silent', 'certs', '--', '--stack', stack, ...args);

/** What every leaf certificate of the stack is made of now, by tier and file; an earlier `--expose` left files of the gateway. */
function leaves(): Map<string, string> {
  const found = describeCertificates(facts.secrets).filter(
    ({ tier, uses }) => !uses.includes('authority') && tier !== 'host-gateway',
  );
  return new Map(
    found.map(({ tier, file }) => [`${tier}/${file}`, readFileSync(join(facts.secrets, tier, file), 'utf8')]),
  );
}

describe('npm run certs', { timeout: 6 * minuteMs }, () => {
  it('shows each certificate with its use and its end', async () => {
    const { exitCode, output } = await certs();
    expect(exitCode).toBe(0);
    expect(output).toMatch(/every tier .*Planetary Survival authority .*authority .*\d{4}-\d\d-\d\d .*valid/);
    expect(output).toMatch(/redis +│ tls\.crt .*server, client .*36\d .*valid/);
  });

  it('-- --rotate replaces all of them under load, fails no request that is tried once more, and leaves nothing to plan', async () => {
    const before = leaves();
    const running = await run('docker', 'ps', '--no-trunc', '--quiet', '--filter', `name=^${stack}-`);
    const load = startLoad();
    const { exitCode, output } = await certs('--rotate');
    const { requests, failures } = await load.stop();

    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(failures).toEqual([]);
    expect(requests).toBeGreaterThan(100);
    const after = leaves();
    expect([...after.keys()]).toEqual(expect.arrayContaining([...before.keys()]));
    for (const [name, text] of before) expect({ name, same: after.get(name) === text }).toEqual({ name, same: false });
    expect(await run('docker', 'ps', '--no-trunc', '--quiet', '--filter', `name=^${stack}-`)).toMatchObject({
      output: running.output,
    });
    const smoke = await run('npm', 'run', '--silent', 'smoke', '--', '--stack', stack);
    expect(smoke).toMatchObject({ exitCode: 0 });
    const folder = join('.stacks', stack, 'cdktf.out');
    const environment = { PLANETARY_STACK: stack, CI: '1' };
    const plan = await runWith(environment, 'npx', 'cdktf', 'diff', 'local', '--output', folder);
    expect(plan.output).toContain('No changes');
  });
});

/** One write and one read at a time, with a new connection each, until told to stop. A request may fail once, and not again after 1 s. */
function startLoad(): { stop: () => Promise<{ requests: number; failures: string[] }> } {
  const client = new StateClient(facts);
  const failures: string[] = [];
  let [requests, stopped] = [0, false];
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    requests += 1;
    try {
      await work();
    } catch {
      await sleep(1_000);
      await work().catch((error: unknown) => failures.push(String(error)));
    }
  };
  const loop = (async () => {
    for (let turn = 0; !stopped; turn += 1) {
      await attempt(async () => await client.putRegion(`${turn % 50}_0_9`, { playerCount: String(turn) }));
      await attempt(async () => await client.getRegion(`${turn % 50}_0_9`));
      await sleep(50);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await loop;
      return { requests, failures };
    },
  };
}
