import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { execa } from 'execa';

export interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly program: string;
}

/** Every process of this machine. */
export async function processes(): Promise<ProcessLine[]> {
  // A minimal Debian has no `ps`.
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').flatMap((entry) => readStat(entry));
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid=,comm=']);
  return readProcesses(stdout);
}

function readStat(entry: string): ProcessLine[] {
  if (!/^\d+$/.test(entry)) return [];
  try {
    const match = /^(\d+) \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${entry}/stat`, 'utf8'));
    return match ? [{ pid: Number(match[1]), parent: Number(match[3]), program: String(match[2]) }] : [];
  } catch {
    return [];
  }
}

/** Reads `ps -A -o pid=,ppid=,comm=`; some systems give the path of a program, others its name. */
export function readProcesses(text: string): ProcessLine[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.+?)\s*$/.exec(line);
    return match ? [{ pid: Number(match[1]), parent: Number(match[2]), program: basename(String(match[3])) }] : [];
  });
}

/** The numbers of the processes below `root` that run a program of one of these names. */
export function descendants(all: readonly ProcessLine[], root: number, programs: readonly string[]): number[] {
  const children = all.filter(({ parent }) => parent === root);
  return children.flatMap(({ pid, program }) => [
    ...(programs.includes(program) ? [pid] : []),
    ...descendants(all, pid, programs),
  ]);
}
