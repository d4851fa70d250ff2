import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, inject, it } from 'vitest';
import { describeCertificates } from '../../secrets/describe-certificates.js';
import { readPassword } from '../../secrets/kept-password.js';
import { rotatedPasswords } from '../../secrets/password-rotation.js';
import { localContext } from '../../stacks/local-context.js';
import { checkout, run, runWith } from './commands.js';
import { LightLoad } from './faults/light-load.js';
import { logIn } from './log-in.js';
import { PrometheusClient } from './prometheus-client.js';
import { StateClient } from './state-client.js';

const minuteMs = 60_000;
const stack = inject('testStack');
const { facts } = localContext(checkout, 'local', { PLANETARY_STACK: stack });
const isLong = process.env['TEST_LONG'] !== undefined;
const certs = ['run', '--silent', 'certs', '--', '--stack', stack];

/** What every leaf certificate of the stack is made of now, by tier and file; an earlier `--expose` left files of the gateway. */
function leaves(): Map<string, string> {
  const found = describeCertificates(facts.secrets).filter(
    ({ tier, uses }) => !uses.includes('authority') && tier !== 'host-gateway',
  );
  return new Map(
    found.map(({ tier, file }) => [`${tier}/${file}`, readFileSync(join(facts.secrets, tier, file), 'utf8')]),
  );
}

const passwords = () => new Map(rotatedPasswords.map((name) => [name, readPassword(facts.directory, name)]));
const containers = async () =>
  (await run('docker', 'ps', '--no-trunc', '--quiet', '--filter', `name=^${stack}-`)).output;

async function expectNothingToPlan(): Promise<void> {
  const folder = join('.stacks', stack, 'cdktf.out');
  const environment = { PLANETARY_STACK: stack, CI: '1' };
  const plan = await runWith(environment, 'npx', 'cdktf', 'diff', 'local', '--output', folder);
  expect(plan.output).toContain('No changes');
}

/** Runs `--rotate` and kills it, so that it can clean up nothing, once it has printed a text. */
async function rotateAndKill(what: string, at: RegExp): Promise<void> {
  const child = execa('npm', [...certs, '--rotate', what], { cwd: checkout, all: true, reject: false, detached: true });
  for await (const line of child.iterable({ from: 'all' })) if (at.test(line)) break;
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await child;
}

/** Works under load: no request may fail twice within a second, and no container is another one afterwards. */
async function underLoad(work: () => Promise<unknown>): Promise<void> {
  const before = await containers();
  const load = new LightLoad(new StateClient(facts));
  await sleep(1_000);
  await work();
  const { acknowledged, retried, failed, lost } = await load.stop();
  console.log(`${acknowledged} acknowledged, ${retried} tried again`);
  expect({ failed, lost }).toEqual({ failed: [], lost: [] });
  expect(acknowledged).toBeGreaterThan(100);
  expect(await containers()).toBe(before);
}

describe('npm run certs -- --rotate', { timeout: 8 * minuteMs }, () => {
  it('all: authority, certificates and passwords, killed in the middle and run again, under load', async () => {
    const [oldLeaves, oldPasswords, old] = [leaves(), passwords(), new StateClient(facts).credentials];
    const began = Date.now();
    await underLoad(async () => {
      await rotateAndKill('all', /✔ redis: in use/);
      expect((await run('npm', ...certs)).output).toContain(
        'A rotation of the authority and of the passwords has begun',
      );
      const { exitCode, output } = await run('npm', ...certs, '--rotate');
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(output).not.toContain('has begun and not ended');
    });

    // Where two passwords cannot count, nothing is missed either. A login that is refused fails its scrape at once; one that took long met a
    // busy machine.
    const prometheus = new PrometheusClient(facts);
    const seconds = Math.ceil((Date.now() - began) / 1_000);
    for (const scraped of ['pgbouncer_up', 'up{job="pgbouncer"}', 'up{job="prometheus"}']) {
      expect(await prometheus.query(`max_over_time(${scraped}[${seconds}s]) == 1`), scraped).not.toEqual([]);
      const refused = `${scraped} == 0 and on (job, instance) scrape_duration_seconds < 5`;
      expect(await prometheus.query(`count_over_time((${refused})[${seconds}s:1s])`), scraped).toEqual([]);
    }

    const now = leaves();
    expect([...now.keys()].toSorted()).toEqual([...oldLeaves.keys()].toSorted());
    const { ca, token } = new StateClient(facts).credentials;
    for (const [name, text] of now) {
      expect(text).not.toBe(oldLeaves.get(name));
      expect(new X509Certificate(text).verify(new X509Certificate(ca).publicKey)).toBe(true);
    }
    for (const [name, password] of passwords()) expect(password).not.toBe(oldPasswords.get(name));

    await expect(new StateClient(facts, { ca, token: old.token }).getRegion('0_0_0')).rejects.toThrow(/: 401 /);
    await expect(new StateClient(facts, { ca: old.ca, token }).getRegion('0_0_0')).rejects.toThrow(/certificate/);
    for (const [login, name] of [
      ['app at PgBouncer', 'database-app'],
      ['app at Redis', 'redis-app'],
      ['client at a Sentinel', 'sentinel-client'],
    ] as const) {
      expect(await logIn(stack, login, readPassword(facts.directory, name))).toMatchObject({ exitCode: 0 });
      expect((await logIn(stack, login, oldPasswords.get(name) ?? '')).output).toMatch(
        /WRONGPASS|authentication failed/,
      );
    }
    expect(await run('npm', 'run', '--silent', 'smoke', '--', '--stack', stack)).toMatchObject({ exitCode: 0 });
    await expectNothingToPlan();
  });

  it.runIf(isLong)('authority --pause, npm start, then the rest; then the leaves alone', async () => {
    const { ca } = new StateClient(facts).credentials;
    await underLoad(async () => {
      expect(await run('npm', ...certs, '--rotate', 'authority', '--pause')).toMatchObject({ exitCode: 0 });
      expect(String(new StateClient(facts).credentials.ca)).toContain(String(ca));
      const start = await run('npm', 'start', '--', '--stack', stack);
      expect(start).toMatchObject({ exitCode: 0 });
      expect(start.output).toContain('A rotation of the authority has begun and not ended');
      expect(await run('npm', ...certs, '--rotate', 'passwords')).toMatchObject({ exitCode: 0 });
    });
    expect(String(new StateClient(facts).credentials.ca)).not.toContain(String(ca));
    const before = leaves();
    await underLoad(async () => expect(await run('npm', ...certs, '--rotate')).toMatchObject({ exitCode: 0 }));
    for (const [name, text] of leaves()) expect(text).not.toBe(before.get(name));
    await expectNothingToPlan();
  });
});
