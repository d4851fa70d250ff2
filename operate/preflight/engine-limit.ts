import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { FileLimit } from './open-files.js';

const capSysResource = 1n << 24n;

/** What the engine of this machine can give a container; undefined where its process cannot be seen (Docker Desktop). */
export function engineFileLimit(): FileLimit | undefined {
  if (!existsSync('/proc')) return undefined;
  const engine = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && read(entry, 'comm')?.trim() === 'dockerd');
  if (engine === undefined) return undefined;
  return fileLimit(read(engine, 'limits') ?? '', read(engine, 'status') ?? '');
}

/** Reads `/proc/<pid>/limits` and `/proc/<pid>/status`. */
export function fileLimit(limits: string, status: string): FileLimit | undefined {
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  const capabilities = /^CapEff:\s+([0-9a-f]+)/m.exec(status)?.[1];
  if (hard === undefined || capabilities === undefined) return undefined;
  return {
    hard: hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard),
    canRaise: (BigInt(`0x${capabilities}`) & capSysResource) !== 0n,
  };
}

function read(process: string, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
