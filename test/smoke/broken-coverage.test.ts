import { expect, it } from 'vitest';
import { hostChecks } from '../../smoke/checks/host.js';
import { insideChecks } from '../../smoke/checks/inside.js';
import { brokenStacks } from '../deploy/broken/index.js';

/** What the test stack cannot show: it has the stand-in for CockroachDB and no Grafana. Each has tests of its own beside this one. */
const elsewhere: readonly string[] = [
  'cockroach: localities are as declared',
  'cockroach: the licence is valid',
  'grafana: every replica is healthy',
  'grafana: a wrong password is refused',
];

const all = [...insideChecks, ...hostChecks].map(({ tier, name }) => `${tier}: ${name}`);
const broken = new Set(brokenStacks.flatMap(({ fails }) => fails));

it('every check fails on some broken stack', () => {
  expect(all.filter((check) => !broken.has(check)).toSorted()).toEqual(elsewhere.toSorted());
});

it('broken stacks name checks that there are', () => {
  expect([...broken].filter((check) => !all.includes(check))).toEqual([]);
});
