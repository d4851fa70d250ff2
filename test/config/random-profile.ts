import * as fc from 'fast-check';
import { z } from 'zod';
import { settingsSchema } from '../../config/schema.js';
import { settingLeaves, unwrapDefaults } from '../../config/setting-leaves.js';

/** What tries to break out of a line, a quote, a template, a comment. */
export const nasty = [
  '\n',
  '\r\nx: 1',
  '"',
  "'",
  '${file("/etc/passwd")}',
  '%{ if true }',
  '$${x}',
  '# comment',
  '\\',
  '\u2028',
  '\u0085',
  '\0',
  '\u202Eabc',
  'ü☃𝌆',
  '\uD800',
  "'; DROP TABLE players; --",
  '$(reboot)',
  '`id`',
  '$(POD_NAME)',
  '{{ .Values.x }}',
  '__proto__',
  ' ',
  '',
];

const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .tuple(fc.string({ maxLength: 6 }), fc.constantFrom(...nasty), fc.string({ maxLength: 6 }))
    .map((parts) => parts.join('')),
);

/** A value that the schema mostly accepts. */
function fitting(schema: z.ZodType): fc.Arbitrary<unknown> {
  const inner = unwrapDefaults(schema);
  if (inner instanceof z.ZodBoolean) return fc.boolean();
  if (inner instanceof z.ZodEnum) return fc.constantFrom(...inner.options);
  if (inner instanceof z.ZodLiteral) return fc.constant(inner.value);
  if (inner instanceof z.ZodUnion) return fc.oneof(...inner.options.map((option) => fitting(option as z.ZodType)));
  if (inner instanceof z.ZodArray) return fc.array(fitting(inner.element as z.ZodType), { minLength: 1, maxLength: 4 });
  if (inner instanceof z.ZodNumber) {
    const { minValue, maxValue } = inner;
    const [min, max] = [minValue ?? 0, maxValue ?? 1];
    return inner.format === 'safeint' || !inner.safeParse(min + 0.5).success
      ? fc.integer({ min, max })
      : fc.double({ min, max, noNaN: true });
  }
  if (inner instanceof z.ZodRecord)
    return fc.dictionary(fc.constantFrom('redis', 'node', 'other'), text, { maxKeys: 2 });
  return fc.oneof(text, fc.constantFrom('a', 'region=a,zone=b', '10.70.0.0/24', 'other-name'));
}

const leaves = settingLeaves(settingsSchema).filter(({ path }) => path.length > 1);

/** One change: a setting of its own kind, or anything at all, at a key that may not exist. */
const change = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(...leaves)
      .chain(({ path, schema }) => fitting(schema).map((value) => ({ path, value }))),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      path: fc.oneof(
        fc.constantFrom(...leaves).map((leaf) => leaf.path),
        fc.array(fc.oneof(text, fc.constantFrom('redis', 'state', 'docker')), { minLength: 1, maxLength: 3 }),
      ),
      value: fc.anything({ maxDepth: 2, withNullPrototype: true }),
    }),
  },
);

export type RandomProfile = Readonly<Record<string, unknown>>;

/** A profile with up to six settings that are not the default. */
export const randomProfile: fc.Arbitrary<RandomProfile> = fc
  .record({ platform: fc.constantFrom('docker', 'kubernetes'), changes: fc.array(change, { maxLength: 6 }) })
  .map(({ platform, changes }) =>
    changes.reduce<Record<string, unknown>>((tree, { path, value }) => laid(tree, path, value), { platform }),
  );

function laid(
  tree: Record<string, unknown>,
  [first = '', ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const below = Object.hasOwn(tree, first) ? tree[first] : undefined;
  const group = typeof below === 'object' && below !== null && !Array.isArray(below) ? below : {};
  const inner = rest.length === 0 ? value : laid(group as Record<string, unknown>, rest, value);
  return Object.fromEntries([...Object.entries(tree), [first, inner]]);
}
