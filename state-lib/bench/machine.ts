import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** The machine as it is when a run begins, as one line. */
export function describeMachine(node: string): string {
  const list = cpus();
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] as number).toFixed(1);
  return `${list.length} × ${list[0]?.model.trim() ?? 'unknown processor'}, ${memory} GiB, Linux ${release()}, Node.js ${version}, load before ${load}`;
}
