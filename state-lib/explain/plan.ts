import type { ClientBase } from 'pg';
import * as z from 'zod';

/** A step of a plan of PostgreSQL, as its EXPLAIN gives it. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly Filter?: string | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const node: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    'Index Cond': z.string().optional(),
    Filter: z.string().optional(),
    Plans: z.array(node).optional(),
  }),
);
const answer = z.tuple([z.object({ Plan: node })]);

/** The plan of a statement for any parameters. Nothing is run. */
export async function explain(client: ClientBase, text: string): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`);
  return answer.parse(rows[0]?.['QUERY PLAN'])[0].Plan;
}

/** First column of every index, by the index's name. */
export type LeadingColumns = ReadonlyMap<string, string>;

export async function leadingColumns(client: ClientBase): Promise<LeadingColumns> {
  const { rows } = await client.query<{ name: string; leading: string }>(
    `SELECT c.relname AS name, a.attname AS leading FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = 1 WHERE c.relkind = 'i'`,
  );
  return new Map(rows.map(({ name, leading }) => [name, leading]));
}

/** Names of the indexes of the library's tables, primary keys aside. */
export async function tableIndexes(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT indexrelid::REGCLASS::TEXT AS name FROM pg_index
WHERE indrelid IN ('regions'::REGCLASS, 'entities'::REGCLASS, 'players'::REGCLASS) AND NOT indisprimary ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}

/** Steps of a plan that may read a whole table or a whole index, in words. */
export function fullScans(plan: PlanNode, leading: LeadingColumns): string[] {
  const inner = (plan.Plans ?? []).flatMap((step) => fullScans(step, leading));
  const reads = plan['Relation Name'] !== undefined || plan['Index Name'] !== undefined;
  const isScan = reads && plan['Node Type'].endsWith('Scan') && plan['Node Type'] !== 'Bitmap Heap Scan';
  return isScan && !isNarrow(plan, leading) ? [describe(plan), ...inner] : inner;
}

/** Whether the index's first column narrows what is read: to one value, to a range, or, where nothing is filtered after it, to what follows. */
function isNarrow(plan: PlanNode, leading: LeadingColumns): boolean {
  const { 'Index Name': index = '', 'Index Cond': condition = '', Filter: filter } = plan;
  const name = leading.get(index);
  if (name === undefined || !new RegExp(`\\b${name}\\b`).test(condition)) return false;
  const compared = (operator: string): boolean => new RegExp(`\\b${name}\\b\\)?(::\\w+)? ${operator}`).test(condition);
  return filter === undefined || compared('=') || (compared('>') && compared('<'));
}

/** Indexes that a plan reads. */
export function indexesOf({ 'Index Name': index, Plans: plans = [] }: PlanNode): string[] {
  return [...(index === undefined ? [] : [index]), ...plans.flatMap(indexesOf)];
}

/** A plan, a step a line, inner steps indented. */
export function planLines(plan: PlanNode, depth = 0): string[] {
  const line = `${'  '.repeat(depth)}${describe(plan)}`;
  return [line, ...(plan.Plans ?? []).flatMap((step) => planLines(step, depth + 1))];
}

function describe(plan: PlanNode): string {
  const { 'Relation Name': table, 'Index Name': index, 'Index Cond': condition, Filter: filter } = plan;
  const on = table === undefined ? '' : ` of ${table}`;
  const by = index === undefined ? '' : ` by ${index}`;
  return `${plan['Node Type']}${on}${by}${condition === undefined ? '' : ` ${condition}`}${filter === undefined ? '' : `, filter ${filter}`}`;
}
