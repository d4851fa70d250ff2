import { z } from 'zod';
import { settingsSchema } from './schema.js';
import { settingLeaves, unwrapDefaults, type SettingLeaf } from './setting-leaves.js';

type Json = z.core.JSONSchema.BaseSchema;

/** Tables of every setting in Markdown, a table for each group: `docs/settings.md`. Written by `npm run settings`. */
export function settingsTables(): string {
  const leaves = settingLeaves(settingsSchema).filter(({ schema }) => schema.description !== undefined);
  const groups = new Map<string, SettingLeaf[]>();
  for (const leaf of leaves) {
    const group = leaf.path.length === 1 ? 'profile' : (leaf.path[0] ?? '');
    groups.set(group, [...(groups.get(group) ?? []), leaf]);
  }
  return [...groups].map(([group, settings]) => table(group, settings)).join('\n');
}

function table(group: string, settings: readonly SettingLeaf[]): string {
  const rows = settings.map(({ key, schema }) => {
    const json = z.toJSONSchema(schema, { io: 'input' });
    const cells = [`\`${key}\``, unit(key), fallback(json), range(json, schema), schema.description ?? ''];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const head = ['| setting | unit | default | allowed | reason |', '| --- | --- | --- | --- | --- |'];
  return [`## ${group}`, '', ...head, ...rows, ''].join('\n');
}

const units: readonly (readonly [RegExp, string])[] = [
  [/MiB$/, 'MiB'],
  [/GiB$/, 'GiB'],
  [/KiB$/, 'KiB'],
  [/Bytes$/, 'bytes'],
  [/Ms$/, 'ms'],
  [/PerSecond$/, '1/s'],
  [/Seconds$/, 's'],
  [/Days$/, 'days'],
  [/Minutes$/, 'min'],
  [/cpus$/, 'vCPU'],
  [/Threshold$/, 'fraction'],
  [/[pP]oolSize$|[cC]onnections$|Clients$/, 'connections'],
  [/openFiles$/, 'files'],
];

function unit(key: string): string {
  return units.find(([pattern]) => pattern.test(key))?.[1] ?? '';
}

function fallback({ default: value }: Json): string {
  if (value === undefined) return 'none: must be given';
  return value === '' ? 'empty' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function range(json: Json, schema: z.ZodType): string {
  if (json.enum !== undefined) return json.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (json.const !== undefined) return json.const === '' ? 'empty' : `\`${String(json.const)}\``;
  if (json.anyOf !== undefined) return json.anyOf.map((option) => range(option, schema)).join(' or ');
  if (json.minimum !== undefined) return `${json.minimum} to ${json.maximum}`;
  if (json.type === 'boolean') return '`true`, `false`';
  if (json.type === 'array') return 'a list';
  if (unwrapDefaults(schema) instanceof z.ZodRecord) return 'a group';
  return json.pattern === undefined ? 'text' : `text: \`${json.pattern}\``;
}
