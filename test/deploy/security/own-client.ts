import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { until } from '../broken/bench.js';
import { checkout } from '../commands.js';

/** Arguments and environment of every process of this machine that may be read. */
function processTexts(): string[] {
  const texts = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return texts.map((id) => ['cmdline', 'environ'].map((file) => readable(`/proc/${id}/${file}`)).join('\0'));
}

function readable(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

/** What the processes of this machine, and the engine of its containers, show while a person's `npm run redis` waits for a message. */
export async function whileClientRuns(stack: string): Promise<string> {
  const channel = `nobody-${process.pid}`;
  const words = ['run', 'redis', '--', '--stack', stack, 'subscribe', channel];
  const client = execa('npm', words, { cwd: checkout, stdin: 'ignore', reject: false, detached: true });
  const isClient = (text: string) => text.startsWith('redis-cli') && text.includes(channel);
  try {
    await until('redis-cli runs', 120, async () => processTexts().some(isClient));
    const { stdout: ids } = await execa('docker', ['ps', '--quiet']);
    const { stdout: inspected } = await execa('docker', ['inspect', ...ids.split('\n')]);
    return [...processTexts(), inspected].join('\n');
  } finally {
    process.kill(-Number(client.pid), 'SIGINT');
    await client;
  }
}
