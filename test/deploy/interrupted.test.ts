import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './broken/bench.js';
import { sample } from './broken/sample.js';
import { run, type Ended } from './commands.js';
import { FullDisk } from './full-disk.js';
import { controlC, EngineSocket, killCommand, killEverything, startInterrupted } from './interruptions.js';
import { StateClient } from './state-client.js';
import { testStack } from './test-stack.js';

const minuteMs = 60_000;
const { context, stack } = testStack();
const bench = new Bench(context);
const client = new StateClient(context.facts);
const own = ['--stack', stack];
let repair = async (): Promise<void> => {};
afterEach(async () => await repair());

/** Something to do for the next apply, in two steps: the second waits for the first. */
async function leaveWork(): Promise<void> {
  await bench.docker(['rm', '--force', bench.container('state-1'), bench.container('state-lb-0')]);
}

const apply = /\d of \d+ changes/;

const phases = [
  ['the engine', /❯ Docker engine/],
  ['the tools', /❯ Terraform and the Docker provider/],
  ['the images', /❯ Images/],
  ['the synthesis', /❯ Certificates, passwords, synthesis/],
  ['the preflight', /❯ Preflight/],
  ['the apply', apply],
  ['the smoke checks', /❯ Smoke checks/],
] as const;

const ways = [
  ['Ctrl-C', controlC, 130],
  ['its own death', killCommand, 137],
  ['the death of all that it started', killEverything, 137],
] as const;

interface Scenario {
  readonly name: string;
  readonly act: () => Promise<Ended>;
  readonly exitCode: number;
  readonly says: RegExp;
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

const scenarios: readonly Scenario[] = [
  ...phases.flatMap(([phase, at]) =>
    ways.map(([way, interrupt, exitCode]) => ({
      name: `by ${way} during ${phase}`,
      act: async () => await startInterrupted(own, at, interrupt),
      exitCode,
      says: /Docker engine/,
    })),
  ),
  {
    name: 'by an engine that goes away during the apply',
    act: async () => {
      const engine = new EngineSocket();
      await engine.listen();
      const env = { DOCKER_HOST: `unix://${engine.path}` };
      return await startInterrupted(own, apply, () => engine.goAway(), env);
    },
    exitCode: 1,
    says: /docker daemon|engine\.sock|docker\.sock|EOF/i,
  },
  {
    name: 'by a registry that refuses',
    act: async () => await run('npm', 'start', '--', ...own, '--set', 'images.overrides.redis=127.0.0.1:1/redis:8'),
    exitCode: 3,
    says: /127\.0\.0\.1:1\/redis:8/,
  },
  {
    name: 'by a crash that tore the state of the deployed stack',
    act: async () => {
      const { stateFile } = context.facts;
      const state = readFileSync(stateFile, 'utf8');
      writeFileSync(stateFile, state.slice(0, state.length / 2));
      return await run('npm', 'start', '--', ...own);
    },
    exitCode: 0,
    says: /Terraform's state was torn, and is made anew; \d+ containers and 2 networks removed/,
  },
  ...(canMount
    ? [
        {
          name: 'by a full disk during the synthesis',
          act: async () => {
            const disk = await ownDisk();
            await disk.fill();
            return await run('npm', 'start', '--', ...own, '--set', 'redis.maxClients=9000');
          },
          exitCode: 1,
          says: /cannot be written: its file system is full/,
        },
        {
          name: 'by a disk that fills while Terraform writes its state',
          act: async () => {
            const disk = await ownDisk();
            return await startInterrupted(own, apply, async () => await disk.fill());
          },
          exitCode: 1,
          says: /file system is full. Make room|no space left on device/i,
        },
      ]
    : []),
];

/** The stack's folder on a file system of its own, until `repair`. */
async function ownDisk(): Promise<FullDisk> {
  const disk = new FullDisk(context.facts.directory);
  await disk.mount();
  repair = async () => {
    repair = async () => {};
    await disk.unmount();
  };
  return disk;
}

describe('npm start, interrupted', { timeout: 5 * minuteMs }, () => {
  // One a day in the usual run; all of them in the long one.
  const today = sample(scenarios, 1).map((scenario) => [scenario.name, scenario] as const);
  let written: Record<string, unknown> = {};
  beforeAll(async () => void (written = await client.putRegion('6_-6_6', { playerCount: '7' })));
  it.each(today)('%s, goes on when it is run again, and nothing is half', async (_, scenario) => {
    await leaveWork();
    const ended = await scenario.act();
    await repair();
    expect(ended.output).toMatch(scenario.says);
    expect(ended.exitCode, ended.output).toBe(scenario.exitCode);
    expect(ended.output).not.toMatch(/^\s+at .*\.[jt]s:\d+/m);
    const again = await run('npm', 'start', '--', ...own);
    expect(again.exitCode, again.output).toBe(0);
    expect(again.output).toMatch(/ 0 failed/);
    expect(await client.getRegion('6_-6_6')).toMatchObject({ playerCount: '7', version: written['version'] });
    console.log(`${scenario.name}: ended after ${ended.seconds.toFixed(0)} s, again in ${again.seconds.toFixed(0)} s`);
  });
});
