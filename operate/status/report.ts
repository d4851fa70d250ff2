import Table from 'cli-table3';
import { relative } from 'node:path';
import { deployed } from '../../smoke/deployed.js';
import type { ChosenStack } from '../stack-choice.js';
import { paint } from '../terminal.js';
import { replicas, type Replica } from './replicas.js';
import { tierFacts, type TierFacts } from './tier-facts.js';

/** The table of a stack, live: tier, state, address, and how to log in. */
export async function statusReport(stack: ChosenStack): Promise<string> {
  const { facts, settings } = stack;
  const found = await replicas(facts.stack);
  const wanted = deployed(settings);
  const table = new Table({
    head: ['tier', 'state', 'address', 'log in'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const facts_ of tierFacts(stack)) {
    const count = wanted[facts_.tier];
    if (typeof count === 'string' && facts_.tier !== 'grafana') continue;
    table.push(
      row(
        facts_,
        count,
        found.filter(({ tier }) => tier === facts_.tier),
      ),
    );
  }
  const ca = relative(process.cwd(), `${facts.secrets}/state/ca.crt`);
  return [
    `Stack ${facts.stack}`,
    table.toString(),
    `Certificates are signed by ${ca}: curl --cacert ${ca} …; in a browser, import it.`,
    '',
  ].join('\n');
}

/** Whether every replica that the settings want is healthy. */
export async function isHealthy({ facts, settings }: ChosenStack): Promise<boolean> {
  const found = await replicas(facts.stack);
  return Object.entries(deployed(settings)).every(
    ([tier, count]) =>
      typeof count === 'string' ||
      found.filter((replica) => replica.tier === tier && replica.state === 'healthy').length === count,
  );
}

function row({ tier, note, address, login }: TierFacts, wanted: number | string, found: readonly Replica[]): string[] {
  const name = note === '' ? tier : `${tier} (${note})`;
  if (typeof wanted === 'string') return [name, '-', '', ''];
  return [name, state(wanted, found), address, login];
}

function state(wanted: number, found: readonly Replica[]): string {
  const healthy = found.filter((replica) => replica.state === 'healthy').length;
  const others = found.filter((replica) => replica.state !== 'healthy').map(({ name, state: is }) => `${name} ${is}`);
  const text = [`${healthy}/${wanted} healthy`, ...others].join(', ');
  return healthy === wanted ? paint.green(text) : paint.red(text);
}
