import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { tierPorts } from '../../constructs/topology.js';
import type { Workload } from '../../constructs/workload.js';
import { chooseStack } from '../../operate/stack-choice.js';
import { ownAddresses } from '../../smoke/host/own-addresses.js';
import { described } from '../contract/described.js';
import { filesAtRest, secretsInImages, planText } from './security/at-rest.js';
import * as faults from './security/faults.js';
import { openPorts, triedPorts } from './security/knock.js';
import { lookOver, saidOf, type LookedOver } from './security/looked-over.js';
import { needlesOf, secretsIn, type Needles } from './security/needles.js';
import { answering, forwarders, promisedOnHost } from './security/published.js';
import { whileClientRuns } from './security/own-client.js';
import { startStranger, type Stranger } from './security/stranger.js';

const chosen = chooseStack({ stack: inject('testStack') });
const { facts, settings, output } = chosen;
const dataNetwork = `${facts.stack}-data`;
const workloads = described(settings).filter((process): process is Workload => 'tier' in process);

let stranger: Stranger;
let all: readonly LookedOver[] = [];
let needles: Needles;

beforeAll(async () => {
  stranger = await startStranger(facts.stack, `${facts.stack}-state-0`);
  all = await lookOver(chosen);
  needles = new Map([...needlesOf(facts.vault), ['canary', stranger.canary]]);
});
afterAll(async () => await stranger.remove());

/** What is wrong with the stack's containers, which must be nothing, and with the stranger, of which every fault must be found. */
function faultsOf(check: (each: LookedOver) => readonly string[]): { stack: string[]; stranger: readonly string[] } {
  const found = all.map((each) => [each.container.name, check(each)] as const);
  return {
    stack: found.flatMap(([name, said]) => (name === stranger.name ? [] : said.map((fault) => `${name} ${fault}`))),
    stranger: found.find(([name]) => name === stranger.name)?.[1] ?? [],
  };
}

/** No fault in the stack, and these in the stranger. */
const onlyStranger = (...patterns: readonly RegExp[]) => ({
  stack: [],
  stranger: expect.arrayContaining(patterns.map((pattern) => expect.stringMatching(pattern))),
});

const workloadOf = (tier: string) => workloads.find((each) => each.tier === tier);

describe('every container of the stack', () => {
  it('is one that the description has, and all of them are looked at', () => {
    const names = workloads.flatMap(({ tier, replicas }) =>
      Array.from({ length: replicas }, (_, i) => `${facts.stack}-${tier}-${i}`),
    );
    expect(all.map(({ container }) => container.name).toSorted()).toEqual([...names, stranger.name].toSorted());
    expect(all.flatMap(({ view }) => view.unreadable)).toEqual([]);
  });

  it('listens at its promised ports and no other', () => {
    expect(faultsOf(({ tier, view }) => faults.portFaults(tier, view))).toEqual(
      onlyStranger(/tcp .*:7777/, /udp .*:7778/, /does not listen at 6379/),
    );
  });

  it('has in none of its processes a capability, a way to gain one, or root', () => {
    const check = ({ view }: LookedOver) => view.processes.flatMap(faults.privilegeFaults);
    expect(faultsOf(check)).toEqual(onlyStranger(/has CapEff/, /has CapBnd/, /can gain/, /no seccomp/, /the user 0/));
    expect(Math.min(...all.map(({ view }) => view.processes.length))).toBeGreaterThan(1);
  });

  it('writes to its volume and its memory and nowhere else', () => {
    const check = ({ tier, view }: LookedOver) =>
      faults.writeFaults(workloadOf(tier) ?? { scratch: {}, storageGiB: undefined }, view);
    expect(faultsOf(check)).toEqual(onlyStranger(/writable root/, /may write to \/etc/, /made a file in \/usr\/bin/));
  });

  it("has nothing of this machine: no namespace, no device, no file, no engine's socket", () => {
    const check = ({ inspected }: LookedOver) => faults.hostFaults(inspected, facts.directory, facts.stack);
    expect(faultsOf(check)).toEqual(onlyStranger(/IpcMode host/, /mounts .*docker\.sock/));
    expect(faultsOf(({ view }) => view.engineSockets)).toEqual(onlyStranger(/docker\.sock/));
  });

  it("has no way out of the data network, and none to a cloud's metadata, unless it is published", () => {
    const taken = faults.takenAddresses(
      all.map(({ container }) => container),
      ownAddresses(),
    );
    const isPublished = ({ tier }: LookedOver) => workloadOf(tier)?.networks === 'data-and-edge';
    const check = (each: LookedOver) => (isPublished(each) ? [] : faults.wayOutFaults(each.view, taken));
    expect(faultsOf(check)).toEqual(onlyStranger(/has a way out/));
  });
});

describe("from the app's container", () => {
  it('each other container answers at its promised ports and no other', async () => {
    const others = all.filter(({ container }) => container.networks[dataNetwork] !== undefined);
    const addresses = others.map(({ container }) => container.networks[dataNetwork] ?? '');
    const ports = triedPorts(others.map(({ view }) => view));
    const open = await openPorts(`${facts.stack}-state-0`, addresses, ports);
    const byName = (found: (each: LookedOver, address: string) => readonly number[]) =>
      Object.fromEntries(others.map((each, index) => [each.container.name, found(each, addresses[index] ?? '')]));
    expect(byName((_, address) => open[address] ?? [])).toEqual(
      byName(({ tier }) => Object.values(tierPorts(tier)).toSorted((one: number, other: number) => one - other)),
    );
    expect(ports).toEqual(expect.arrayContaining([2375, 8405, 25_380, 25_432]));
  });
});

describe('from this machine', () => {
  const promised = promisedOnHost(settings, facts);

  it('only the promised ports are forwarded to the stack, from loopback', () => {
    const addresses = all.flatMap(({ container }) => Object.values(container.networks));
    expect(forwarders(new Set(addresses)).toSorted()).toEqual(promised.map((port) => `127.0.0.1:${port}`).toSorted());
  });

  it('of the ports that are kept for the stack, only the promised ones answer as the stack', async () => {
    const ca = readFileSync(join(facts.secrets, 'smoke', 'ca.crt'), 'utf8');
    expect(await answering(facts.portBase, 16, ca)).toEqual(promised.toSorted((one, other) => one - other));
  });
});

describe('no secret', () => {
  const leaks = (texts: ReadonlyMap<string, string>) =>
    [...texts].flatMap(([where, text]) => secretsIn(text, needles).map((secret) => `${secret} in ${where}`));

  it('is in the environment or the arguments of a process', () => {
    const check = ({ view }: LookedOver) => view.processes.flatMap(({ text }) => secretsIn(text, needles));
    expect(faultsOf(check)).toEqual(onlyStranger(/canary/));
    expect(needles.size).toBeGreaterThan(30);
  });

  it('is in what the engine says of a container or task, nor in its log', async () => {
    const found = leaks(await saidOf(facts.stack));
    expect(found).toEqual([`canary in ${stranger.name}`]);
  });

  it.runIf(process.platform === 'linux')(
    "is shown by a person's own client, given a command",
    async () => {
      const shown = await whileClientRuns(facts.stack);
      expect(secretsIn(shown, needles)).toEqual(['canary']);
    },
    3 * 60_000,
  );

  it('is in the state, the config, the logs of commands or anything else at rest', () => {
    const files = filesAtRest(facts);
    expect([...files.keys()].map((path) => path.replace(/.*\//, ''))).toEqual(
      expect.arrayContaining(['terraform.tfstate', 'cdk.tf.json', 'redis.conf', 'deploy.log']),
    );
    expect(leaks(files)).toEqual([]);
  });

  it('is in the plan that Terraform makes', async () => {
    const plan = await planText(output);
    expect(plan).toContain('docker_container');
    expect(leaks(new Map([['the plan', plan]]))).toEqual([]);
  });

  it('is in a layer of the images, or in what is said of them', async () => {
    const images = [...new Set(all.map(({ inspected }) => inspected.Image))];
    const known = new Map([...needles, ['a file of the image', 'usr/bin/redis-server']]);
    expect(await secretsInImages(images, known)).toEqual(['a file of the image']);
  });
});
