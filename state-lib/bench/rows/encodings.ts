import { deepStrictEqual, ok } from 'node:assert/strict';
import { openState } from '../../src/state.js';
import type { Entity } from '../../src/schema/entities.js';
import { withoutPause } from '../closed-loop.js';
import { encodings } from '../encodings.js';
import type { Encoding } from '../encodings.js';
import type { Course } from '../measure.js';
import { stateSettings } from '../programs.js';
import type { Programs } from '../programs.js';
import { compared } from '../result.js';
import type { Detail, Outcome, Result } from '../result.js';
import { alternate } from '../rounds.js';
import type { Contender, Pace, Standing } from '../rounds.js';
import { makeEntities } from '../world.js';

const values = [
  { name: 'small entity', bytes: 80 },
  { name: '16 KB voxel chunk', bytes: 16 * 1_024 },
] as const;
const rows = 64;
const [fullPace, quickPace]: readonly [Pace, Pace] = [
  { rounds: 9, roundMs: 200, warmUpMs: 500 },
  { rounds: 5, roundMs: 100, warmUpMs: 200 },
];

/** Forms that a cached row could have: how fast it is made and read, and how long it is. */
export async function measure({ programs, quick, progress }: Course): Promise<Outcome> {
  const results: Result[] = [];
  const details: Detail[] = [];
  for (const { name, bytes } of values) {
    progress(`encodings: ${name}`);
    const one = await compare(name, await readRows(programs, bytes), quick ? quickPace : fullPace);
    results.push(...one.results);
    details.push(one.detail);
  }
  return { results, details };
}

/** Rows as the library gives them. */
async function readRows(programs: Programs, bytes: number): Promise<Entity[]> {
  const { entities } = await makeEntities(programs, rows, bytes);
  const { database, coherence } = stateSettings(programs);
  const state = await openState({ database, coherence });
  const found = await state.entities.getMany(entities);
  await state.close();
  return found.filter((row) => row !== undefined);
}

async function compare(
  name: string,
  entities: readonly Entity[],
  pace: Pace,
): Promise<{ readonly results: Result[]; readonly detail: Detail }> {
  const forms = encodings.map((encoding) => entities.map((row) => encoding.encode(row)));
  for (const [index, encoding] of encodings.entries()) verify(encoding, entities, forms[index] as Buffer[]);
  const lengths = forms.map((all) => all.reduce((sum, { length }) => sum + length, 0) / all.length);
  const contender = <T>(encoding: Encoding, inputs: readonly T[], make: (input: T) => unknown): Contender => {
    let next = 0;
    const call = (): unknown => make(inputs[(next += 1) % inputs.length] as T);
    const round = async (milliseconds: number) => await Promise.resolve(withoutPause(call, milliseconds));
    return { name: encoding.name, round };
  };
  const encoded = await alternate(
    encodings.map((encoding) => contender(encoding, entities, (row) => encoding.encode(row))),
    pace,
  );
  const decoded = await alternate(
    encodings.map((encoding, index) =>
      contender(encoding, forms[index] as Buffer[], (bytes) => encoding.decode(bytes)),
    ),
    pace,
  );
  const shortest = lengths.indexOf(Math.min(...lengths.slice(1)), 1);
  const bytes: Result = {
    ...{ measure: `${name}: bytes`, ours: lengths[0] as number, reference: lengths[shortest] as number },
    ...{ ratio: null, spread: null, goal: null, pass: null, note: `shortest other: ${encodings[shortest]?.name}` },
  };
  const results = [against(`${name}: encoded`, encoded), against(`${name}: decoded`, decoded), bytes];
  return { results, detail: detail(name, encoded, decoded, lengths) };
}

/** Throws unless every row comes back as it was, types and frozenness included. */
function verify(encoding: Encoding, entities: readonly Entity[], forms: readonly Buffer[]): void {
  for (const [index, row] of entities.entries()) {
    const back = encoding.decode(forms[index] as Buffer);
    deepStrictEqual(back, row);
    ok([back, back.position, back.payload].every(Object.isFrozen), `${encoding.name} gives a row that can be changed`);
  }
}

function against(measureName: string, [ours, ...others]: readonly Standing[]): Result {
  const fastest = others.reduce((best, other) => (other.perSecond > best.perSecond ? other : best));
  return compared(measureName, ours as Standing, fastest, 'per second');
}

function detail(
  name: string,
  encoded: readonly Standing[],
  decoded: readonly Standing[],
  lengths: readonly number[],
): Detail {
  const range = ({ rounds }: Standing): string => {
    const all = rounds.map(({ perSecond }) => Math.round(perSecond));
    return `${Math.min(...all)} to ${Math.max(...all)}`;
  };
  return {
    title: `Forms of a cached row: ${name}`,
    head: [
      ...['form', 'encoded per second', 'decoded per second', 'bytes'],
      ...['encoded, lowest to highest round', 'decoded, lowest to highest round'],
    ],
    rows: encodings.map((encoding, index) => {
      const [made, read] = [encoded[index] as Standing, decoded[index] as Standing];
      return [
        encoding.name,
        made.perSecond,
        read.perSecond,
        Math.round(lengths[index] as number),
        range(made),
        range(read),
      ];
    }),
  };
}
