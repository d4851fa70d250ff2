import { processTexts } from '../../constructs/process-texts.js';
import { podName, type Task, type Workload } from '../../constructs/workload.js';

/** An address that a text of a process names. */
export interface NamedAddress {
  readonly where: string;
  readonly host: string;
  /** Undefined where only the host stands there, or a variable for the port. */
  readonly port: number | undefined;
}

const host = String.raw`[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*`;

/** Forms in which config formats write an address: `host:port`, `host=… port=…` (also JSON and YAML), `host port`, a replica's name. */
const forms = [
  new RegExp(String.raw`(?<![\w.$-])(?<host>${host}):(?<port>[1-9]\d{3,4})(?![\w.])`, 'g'),
  new RegExp(
    String.raw`\bhost["']?\s*[:=]\s*["']?(?<host>${host})["']?,?\s+["']?port["']?\s*[:=]\s*["']?(?<port>\d+)`,
    'g',
  ),
  new RegExp(String.raw`(?<![\w.-])(?<host>${host}\.[a-z][a-z-]*-nodes)\s+(?<port>[1-9]\d{3,4})(?!\w)`, 'g'),
  new RegExp(String.raw`(?<![\w.-])(?<host>(?:${host}\.)?[a-z][a-z-]*-nodes)(?![\w:-])`, 'g'),
];

/** Every address that a workload or task names, as its first replica reads it. */
export function namedAddresses(process: Workload | Task): NamedAddress[] {
  const own = 'tier' in process ? `${process.tier}-0` : process.task;
  return processTexts(process).flatMap(({ where, text }) => {
    const seen = text.replaceAll(podName, own);
    return forms.flatMap((form) =>
      [...seen.matchAll(form)].map(({ groups }) => ({
        where,
        host: groups?.['host'] ?? '',
        port: groups?.['port'] === undefined ? undefined : Number(groups['port']),
      })),
    );
  });
}
