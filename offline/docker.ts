import { execa } from 'execa';

/** Runs the docker client and gives what it printed; the error names the command and carries the engine's message. */
export async function docker(...args: string[]): Promise<string> {
  const result = await execa('docker', args, { reject: false });
  if (result.exitCode === 0) return result.stdout;
  throw new Error(
    `offline images: docker ${args[0] ?? ''} failed: ${result.stderr || result.shortMessage || 'no message'}`,
  );
}

/** Id and labels of a local image, or undefined when there is none of that name. */
export async function localImage(name: string): Promise<{ id: string; labels: Record<string, string> } | undefined> {
  const result = await execa('docker', ['image', 'inspect', '--format', '{{json .Id}} {{json .Config.Labels}}', name], {
    reject: false,
  });
  if (result.exitCode !== 0) {
    if (/no such image/i.test(result.stderr)) return undefined;
    throw new Error(`offline images: docker image inspect ${name} failed: ${result.stderr || result.shortMessage}`);
  }
  const space = result.stdout.indexOf(' ');
  return {
    id: JSON.parse(result.stdout.slice(0, space)) as string,
    labels: (JSON.parse(result.stdout.slice(space + 1)) as Record<string, string> | null) ?? {},
  };
}
